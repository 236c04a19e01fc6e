import AstroImages
import Checks
import Evaluation

/// Where the outputs of a scene are furthest from the truth, and where they are as far from it as anywhere.
struct CropErrors {
  struct Place: Equatable {
    var x: Double
    var y: Double
    var reason: String
  }

  /// The block of the largest error, and one of the median error: of every block the median over the outputs.
  private(set) var worst: Place?
  private(set) var median: Place?
  /// The strongest seam of any output, where it is more than chance.
  private(set) var seam: Place?

  /// What the release gate lets pass is not worth a picture.
  private static let leastSeam = 8.0

  /// Outputs of the untouched input take no part; nothing is known of a scene without a reference.
  init(
    _ scene: EvaluationScene, candidates: [String], outputs: [Result<AstroImage, any Error>]
  ) {
    guard let plane = scene.brightestPlane else { return }
    var blocks: [ErrorBlocks] = []
    var seams: [StrongestSeam] = []
    for (candidate, output) in zip(candidates, outputs) where candidate != "identity" {
      guard case .success(let image) = output, scene.isOnGrid(image) else { continue }
      let sample = Sample(scene: scene, denoised: image)
      if let own = try? ErrorBlocks(sample, plane: plane) { blocks.append(own) }
      if let own = try? StrongestSeam(sample, plane: plane), own.z >= Self.leastSeam {
        seams.append(own)
      }
    }
    rank(blocks)
    if let strongest = seams.max(by: { $0.z < $1.z }) {
      let (x, y) =
        strongest.isBetweenColumns
        ? (Double(strongest.place), Double(scene.noisy.height) / 2)
        : (Double(scene.noisy.width) / 2, Double(strongest.place))
      seam = Place(
        x: x, y: y,
        reason:
          "the strongest seam between \(strongest.isBetweenColumns ? "columns" : "rows"), one every \(strongest.period) px"
      )
    }
  }

  private mutating func rank(_ outputs: [ErrorBlocks]) {
    guard let grid = outputs.first else { return }
    let errors = grid.rms.indices.compactMap { block -> (block: Int, error: Double)? in
      let known = outputs.map { $0.rms[block] }.filter(\.isFinite).sorted()
      return known.isEmpty ? nil : (block, known[known.count / 2])
    }.sorted { ($0.error, $0.block) < ($1.error, $1.block) }
    guard let largest = errors.last else { return }
    func place(_ block: Int, _ reason: String) -> Place {
      let side = Double(ErrorBlocks.side)
      return Place(
        x: (Double(block % grid.columns) + 0.5) * side,
        y: (Double(block / grid.columns) + 0.5) * side, reason: reason)
    }
    worst = place(
      largest.block,
      "where outputs are furthest from the truth, \(decimal(largest.error, 2)) sigma")
    let middle = errors[errors.count / 2]
    median = place(
      middle.block,
      "an ordinary place, where the error is the frame’s median, \(decimal(middle.error, 2)) sigma")
  }
}

extension EvaluationScene {
  /// The plane of light that tells the most: green of a colour frame; `nil` where no plane is light.
  var brightestPlane: Int? {
    let light = noisy.lightPlanes
    return light.count >= 3 ? light[1] : light.first
  }
}
