import Evaluation
import SkyMeasurement

/// Structure of 3 to 12 pixels in the truth and in the input, stars inpainted, by surface brightness.
struct SceneTexture: SceneMeasurement {
  struct Range: Sendable {
    let name: String
    /// Pixels of the range, block by block of 64 px.
    let blocks: [[Int]]
    let pixels: Int
    /// Power of the truth's texture over that of the input's noise in the same band.
    let bandSignalToNoise: Double
    let inputSlope: (value: Double, halfWidth: Double?)
  }

  let clean: Plane
  let ranges: [Range]

  private static let limits: [(Double, Double)] = [
    (0.2, 1), (1, 2), (2, 5), (5, 20), (20, .infinity),
  ]

  var byteCount: Int {
    clean.byteCount + ranges.reduce(0) { $0 + $1.pixels * MemoryLayout<Int>.stride }
  }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    let starless = try scene.measurement(SceneSpectra.self, plane: plane).starless
    let clean = Self.band(starless)
    let noisy = Self.band(Self.inpainted(frames.noisy, with: starless, masks.stars))
    let brightness = starless.smoothed(sigma: 6)
    let near = masks.stars.dilated(steps: 4)
    let width = frames.clean.width
    let across = (width + 63) / 64
    self.clean = clean
    ranges = Self.limits.compactMap { low, high in
      var blocks = [[Int]](repeating: [], count: across * ((frames.clean.height + 63) / 64))
      var count = 0
      for i in 0..<brightness.count where !near.values[i] {
        let level = (brightness.values[i] - noise.skyLevel) / noise.skySigma
        guard level >= low, level < high else { continue }
        blocks[(i / width) / 64 * across + (i % width) / 64].append(i)
        count += 1
      }
      blocks.removeAll(where: \.isEmpty)
      guard count >= 3000, blocks.count >= 6 else { return nil }
      var (signal, error) = (0.0, 0.0)
      for block in blocks {
        for i in block {
          let d = noisy.values[i] - clean.values[i]
          signal += clean.values[i] * clean.values[i]
          error += d * d
        }
      }
      guard signal > 0, error > 0 else { return nil }
      return Range(
        name: high.isFinite ? "\(low)-\(high) sigma above sky" : "\(low)+ sigma above sky",
        blocks: blocks, pixels: count, bandSignalToNoise: signal / error,
        inputSlope: Self.slope(of: noisy, on: clean, blocks: blocks))
    }
  }

  /// What is between Gaussians of 3 and 12 pixels.
  static func band(_ plane: Plane) -> Plane {
    plane.smoothed(sigma: 3) - plane.smoothed(sigma: 12)
  }

  static func inpainted(_ plane: Plane, with starless: Plane, _ stars: Mask) -> Plane {
    var result = plane
    for i in 0..<plane.count where stars.values[i] { result.values[i] = starless.values[i] }
    return result
  }

  /// The regression slope of one band on another through the origin, with its 95 % interval from a jack-knife over blocks.
  static func slope(
    of a: Plane, on b: Plane, blocks: [[Int]]
  ) -> (value: Double, halfWidth: Double?) {
    let cross = blocks.map { block in
      Sums.sum(count: block.count) { a.values[block[$0]] * b.values[block[$0]] }
    }
    let square = blocks.map { block in
      Sums.sum(count: block.count) { b.values[block[$0]] * b.values[block[$0]] }
    }
    return (Sums.sum(cross) / Sums.sum(square), BlockJackknife.halfWidth(cross, over: square))
  }
}
