internal import AstroImages
internal import Skies

extension PatchSampler {
  /// Sixteen hexadecimal digits that change when anything changes that a draw depends on: frames, noise, settings.
  ///
  /// A checkpoint carries them, so that training never goes on with other data unnoticed. The hash is FNV-1a
  /// (http://www.isthe.com/chongo/tech/comp/fnv/) over words instead of bytes; it guards against mistakes, not malice.
  public var fingerprint: String {
    var hash = WordHash()
    hash.add("patch=\(patch) normalization=\(normalization) seed=\(seed) flips=\(flips)")
    hash.add("photons=\(photonFactors.lowerBound)...\(photonFactors.upperBound)")
    hash.add("faintLight=\(faintLight)")
    for frame in frames {
      hash.add("\(frame.name) planes=\(frame.planes)")
      hash.add(frame.clean)
      switch frame.noise {
      case .sensor(let sensor):
        hash.add("\(sensor.id) \(sensor.gain) \(sensor.readNoise) \(sensor.pedestal)")
      case .added(let added):
        hash.add([added.floorVariance, added.slope, added.floor, added.ownVariance])
      case .recorded(let noisy): hash.add(noisy)
      }
    }
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A running hash of words.
private struct WordHash {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01b3
  }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
    add(UInt64(text.utf8.count))
  }

  mutating func add(_ values: [Float]) {
    for value in values { add(UInt64(value.bitPattern)) }
    add(UInt64(values.count))
  }

  mutating func add(_ image: AstroImage) {
    add("\(image.width) x \(image.height)")
    for plane in image.planes { add(plane) }
  }
}
