public import KernelTable

/// Activations in either layout: plain for at most ``mostPlanarChannels`` channels, else in blocks of 16.
public enum Image {
  case planar(PlanarImage)
  case blocked(BlockedImage)

  /// Images of up to this many channels stay in plain layout: blocks of 16 would be mostly zeros.
  public static let mostPlanarChannels = 4

  /// Whether an image of that many channels is kept in plain layout.
  public static func isPlanar(channels: Int) -> Bool { channels <= mostPlanarChannels }

  /// The blocked form; a planar image here is a programmer's mistake.
  public var blocked: BlockedImage {
    guard case .blocked(let image) = self else { preconditionFailure("a planar image") }
    return image
  }

  /// The planar form; a blocked image here is a programmer's mistake.
  public var planar: PlanarImage {
    guard case .planar(let image) = self else { preconditionFailure("a blocked image") }
    return image
  }

  /// The first scalar.
  public var pointer: Floats {
    switch self {
    case .planar(let image): image.pointer
    case .blocked(let image): image.pointer
    }
  }

  /// Scalars from one batch entry to the next.
  public var batchStride: Int {
    switch self {
    case .planar(let image): image.channels * image.pixels
    case .blocked(let image): image.batchStride
    }
  }

  /// Copies `(batch, channels, height, width)` scalars in; unused lanes become zero.
  public func write(_ scalars: UnsafePointer<Float>, channels: Int) {
    switch self {
    case .planar(let image):
      image.pointer.update(from: scalars, count: image.batch * channels * image.pixels)
    case .blocked(let image):
      Parallel.run(image.batch * image.blocks) { index, _ in
        let (entry, block) = (index / image.blocks, index % image.blocks)
        let target = image.pointer + (entry * image.batchStride + block * image.blockStride)
        for lane in 0..<16 {
          let channel = block * 16 + lane
          if channel < channels {
            let plane = scalars + (entry * channels + channel) * image.pixels
            for i in 0..<image.pixels { target[i * 16 + lane] = plane[i] }
          } else {
            for i in 0..<image.pixels { target[i * 16 + lane] = 0 }
          }
        }
      }
    }
  }

  /// Copies `(batch, channels, height, width)` scalars out, added to what is there where `accumulates` says so.
  public func read(into scalars: Floats, channels: Int, accumulates: Bool = false) {
    switch self {
    case .planar(let image):
      let count = image.batch * channels * image.pixels
      if accumulates {
        for i in 0..<count { scalars[i] += image.pointer[i] }
      } else {
        scalars.update(from: image.pointer, count: count)
      }
    case .blocked(let image):
      Parallel.run(image.batch * image.blocks) { index, _ in
        let (entry, block) = (index / image.blocks, index % image.blocks)
        let source = image.pointer + (entry * image.batchStride + block * image.blockStride)
        for lane in 0..<min(16, channels - block * 16) {
          let plane = scalars + (entry * channels + block * 16 + lane) * image.pixels
          if accumulates {
            for i in 0..<image.pixels { plane[i] += source[i * 16 + lane] }
          } else {
            for i in 0..<image.pixels { plane[i] = source[i * 16 + lane] }
          }
        }
      }
    }
  }
}
