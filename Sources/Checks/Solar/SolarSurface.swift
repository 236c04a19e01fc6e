import AstroImages
import Evaluation
import SkyMeasurement

private import Foundation

/// The Sun's surface where a scene shows nothing else: its granulation and the noise beside it.
struct SolarSurface: SceneMeasurement {
  /// Everything finer than a Gaussian of this many pixels counts as granulation.
  static let scale = 8.0
  static let block = 32

  /// The truth's structure finer than ``scale``.
  let detail: Plane
  /// Pixels that are the surface: not missing, not a dark pore.
  let surface: Mask
  /// The truth's mean level above black, and the rms of its detail over that.
  let level: Double
  let contrast: Double

  var byteCount: Int { detail.byteCount + surface.byteCount }

  /// Throws where the scene is no granulation.
  ///
  /// A scene is taken for granulation where it has no star, no sky (its 5th percentile lies above 30 % of its median), a contrast of 1 to 40 %, and that contrast all over: three quarters of
  /// its blocks have at least a third of the median block's.
  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let stars = scene.catalogue?.sources.filter { $0.role != "extended" } ?? []
    guard stars.isEmpty else { throw NotApplicable("the scene shows stars and no solar surface") }
    let clean = frames.clean
    guard min(clean.width, clean.height) >= 4 * Self.block else {
      throw NotApplicable("the frame is smaller than four blocks of \(Self.block) pixels")
    }
    let median = OrderStatistics.median(clean.values)
    let low = OrderStatistics.quantile(0.05, of: clean.values)
    guard median > 0, low > 0.3 * median else {
      throw NotApplicable("the scene has dark sky and no solar surface that fills it")
    }
    let smooth = clean.smoothed(sigma: Self.scale)
    let detail = clean - smooth
    var surface = Mask(width: clean.width, height: clean.height)
    for i in 0..<clean.count {
      surface.values[i] = !frames.missing.values[i] && smooth.values[i] > 0.75 * median
    }
    let columns = clean.width / Self.block
    var spreads: [Double] = []
    for row in 0..<(clean.height / Self.block) {
      for column in 0..<columns {
        var (sum, count) = (0.0, 0.0)
        for y in row * Self.block..<(row + 1) * Self.block {
          for x in column * Self.block..<(column + 1) * Self.block {
            sum += detail[x, y] * detail[x, y]
            count += 1
          }
        }
        spreads.append((sum / count).squareRoot())
      }
    }
    let typical = OrderStatistics.median(spreads)
    let everywhere = Double(spreads.count { $0 > typical / 3 }) / Double(max(spreads.count, 1))
    let contrast = typical / median
    guard contrast > 0.01, contrast < 0.4, everywhere > 0.75 else {
      throw NotApplicable(
        "the scene has no texture of 1 to 40 % contrast all over, as the Sun's surface has")
    }
    self.detail = detail
    self.surface = surface
    level = median
    self.contrast = contrast
  }
}

/// How much of a truth's detail an output has: the slope of one on the other, with its error over blocks.
struct DetailSlope {
  let value: Double
  let standardError: Double
  let blocks: Int

  /// `nil` where the truth has no detail in eight blocks of the mask. Noise in the output is uncorrelated with the truth and
  /// does not bias the slope.
  init?(of output: Plane, on truth: Plane, where mask: Mask, block: Int = SolarSurface.block) {
    var pairs: [(cross: Double, square: Double)] = []
    for top in stride(from: 0, to: truth.height, by: block) {
      for left in stride(from: 0, to: truth.width, by: block) {
        var (cross, square, count) = (0.0, 0.0, 0)
        for y in top..<min(top + block, truth.height) {
          for x in left..<min(left + block, truth.width) {
            let i = y * truth.width + x
            guard mask.values[i] else { continue }
            cross += output.values[i] * truth.values[i]
            square += truth.values[i] * truth.values[i]
            count += 1
          }
        }
        if count >= block * block / 4, square > 0 { pairs.append((cross, square)) }
      }
    }
    let total = pairs.reduce(0) { $0 + $1.square }
    guard pairs.count >= 8, total > 0 else { return nil }
    let slope = pairs.reduce(0) { $0 + $1.cross } / total
    let rest = pairs.reduce(0.0) { sum, pair in
      let d = pair.cross - slope * pair.square
      return sum + d * d
    }
    value = slope
    standardError = (rest * Double(pairs.count) / Double(pairs.count - 1)).squareRoot() / total
    blocks = pairs.count
  }
}
