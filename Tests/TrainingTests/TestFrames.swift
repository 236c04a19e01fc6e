import AstroImages
import Skies
import Training

/// Frames to learn from.
enum TestFrames {
  /// An even sky whose every pixel expects so many electrons.
  static func flat(_ sensor: Sensor, electrons: Double, side: Int = 64) -> TrainingFrame {
    let value = Float(sensor.pedestal + electrons / sensor.gain)
    return TrainingFrame(
      name: "flat", clean: image(side, side) { _, _ in value }, noise: .sensor(sensor), planes: [0])
  }

  /// A simulated sky of a camera.
  static func sky(_ kind: String, _ sensor: Sensor, side: Int = 96, seed: UInt64 = 1) throws
    -> TrainingFrame
  {
    let scene = try SkySimulator.scene(
      kind: kind, width: side, height: side, sensor: sensor, seed: seed,
      options: SceneOptions(), name: "\(kind) \(seed)")
    return TrainingFrame(
      name: "\(kind) \(seed)", clean: scene.reference, noise: .sensor(sensor),
      planes: Array(scene.reference.planes.indices))
  }

  /// An image from a formula of column and row.
  static func image(_ width: Int, _ height: Int, _ value: (Int, Int) -> Float) -> AstroImage {
    AstroImage(
      width: width, height: height,
      planes: [(0..<(width * height)).map { value($0 % width, $0 / width) }])
  }
}

/// The standard deviation of some values, and their mean.
func spread(_ values: [Float]) -> (deviation: Double, mean: Double) {
  let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
  let variance = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  return ((variance / Double(values.count)).squareRoot(), mean)
}
