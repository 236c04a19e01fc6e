public import AstroImages
import Randomness

/// A simulated frame's truth, from which noisy exposures are taken.
public struct Scene: Sendable {
  /// Unique in a run; the noise of exposures depends on it.
  public let name: String
  /// The scene kind's id, such as `starfield`.
  public let kind: String
  /// The noise-free expectation in the file's units, pedestal included, clipped at saturation; float32.
  public let reference: AstroImage
  public let catalogue: SourceCatalogue
  public let patches: FaintPatches?
  /// Full width at half maximum at the centre of the field, in pixels; of solar scenes, of the blur.
  public let pointSpreadFWHM: Double
  /// How stars are imaged; `nil` for solar scenes.
  public let pointSpread: PointSpread?
  public let sensor: Sensor
  /// The largest value of the camera's files: the data range of linear figures.
  public let fullScale: Double
  /// The noise of the empty sky (of solar scenes: of the mean level), in the file's units.
  public let skyNoise: Double
  /// What splits go by: two frames of one target never fall on both sides of a split.
  public let target: String
  /// The filter that the scene was taken through, such as `L` or `Ha`.
  public let filter: String
  public let seed: UInt64
  public let options: SceneOptions
  /// The expectation before saturation, where it differs from the reference.
  let unsaturated: AstroImage?

  /// The noisy frame of a number: frames of different numbers are independent, the same number gives the same bits.
  public func expose(index: Int) -> AstroImage {
    sensor.expose(
      unsaturated ?? reference, effects: options.effects, chip: seed,
      random: RandomSource(seed: seed, name: "exposure/" + name).split("\(index)"))
  }
}
