import AstroImages
import Checks
import Evaluation
import Foundation
import Testing

/// Whatever a frame is, a check answers with numbers or with a reason.
@Suite("Every check on awkward frames")
struct AwkwardFramesTests {
  /// Reproducible dice of its own, so that a failure can be named by its seed.
  private struct Dice {
    var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }

    mutating func pick<T>(_ values: [T]) -> T {
      values[min(Int(next() * Double(values.count)), values.count - 1)]
    }
  }

  /// What fills a frame.
  private enum Content: CaseIterable {
    case sky, constant, zero, negative, lost, lostInPart, infinite, saturated, huge, tiny,
      twoLevels,
      ramp, oneBrightPixel
  }

  private static func values(_ content: Content, _ count: Int, _ width: Int, _ dice: inout Dice)
    -> [Float]
  {
    (0..<count).map { i in
      let noise = Float(dice.next() + dice.next() + dice.next() - 1.5)
      switch content {
      case .sky: return 1000 + 20 * noise
      case .constant: return 1000
      case .zero: return 0
      case .negative: return -500 + 20 * noise
      case .lost: return .nan
      case .lostInPart: return dice.next() < 0.3 ? .nan : 1000 + 20 * noise
      case .infinite: return dice.next() < 0.01 ? .infinity : 1000 + noise
      case .saturated: return 65535
      case .huge: return 1e30 * (1 + noise)
      case .tiny: return 1e-30 * (1 + noise)
      case .twoLevels: return dice.next() < 0.5 ? 1000 : 1001
      case .ramp: return Float(i % width)
      case .oneBrightPixel: return i == count / 2 ? 60000 : 1000 + noise
      }
    }
  }

  private static let sizes = [
    (64, 64), (200, 1), (1, 200), (1, 1), (65, 130), (96, 96), (16, 300), (161, 161),
  ]

  private static func scene(_ seed: UInt64) -> (EvaluationScene, AstroImage, String) {
    var dice = Dice(seed)
    let (width, height) = dice.pick(sizes)
    let channels = dice.pick([1, 1, 3, 2, 4])
    func image(_ content: Content) -> AstroImage {
      AstroImage(
        width: width, height: height,
        planes: (0..<channels).map { _ in values(content, width * height, width, &dice) })
    }
    let contents = (0..<4).map { _ in dice.pick(Content.allCases) }
    let reference = image(contents[0])
    let noisy = image(contents[1])
    let output = image(contents[2])
    let stars = dice.pick([0, 0, 1, 30])
    let sources = (0..<stars).map { i in
      SourceCatalogue.Source(
        id: i, x: dice.next() * Double(width), y: dice.next() * Double(height),
        flux: dice.pick([0, 100, 1e6, 1e-6]), magnitude: 20, fwhm: 3,
        signalToNoise: dice.pick([0, 6, 40, 300]))
    }
    let scene = EvaluationScene(
      name: "awkward", reference: dice.next() < 0.1 ? nil : reference, noisy: noisy,
      secondNoisy: dice.next() < 0.5 ? image(contents[3]) : nil,
      catalogue: dice.next() < 0.3 ? nil : SourceCatalogue(sources),
      patches: dice.next() < 0.5
        ? nil
        : FaintPatches(
          labels: (0..<(width * height)).map { _ in Int16(dice.pick([0, 1, -1, 2, -2])) },
          patches: []),
      pointSpreadFWHM: dice.pick([0.5, 1.8, 3, 6, 50]), fullScale: dice.pick([1, 65535]))
    return (scene, output, "seed \(seed): \(width) x \(height) x \(channels), \(contents)")
  }

  @Test("numbers are numbers, bounds are kept, and nothing fails", arguments: 0..<60)
  func property(_ block: Int) throws {
    for seed in UInt64(block * 4)..<UInt64(block * 4 + 4) {
      let (scene, output, name) = Self.scene(seed)
      let rows = Runner.rows(
        denoised: output, scene: scene, checks: Checks.all, denoiser: { $0 })
      for (row, check) in zip(rows, Checks.all.map(\.metadata)) {
        switch row.outcome {
        case .failed(let message): Issue.record("\(name): \(row.check) failed: \(message)")
        case .notApplicable(let reason):
          #expect(reason.count > 10, "\(name): \(row.check): \(reason)")
        case .measured(let finding):
          #expect(finding.value.isFinite, "\(name): \(row.check)")
          if let low = check.lowerBound {
            #expect(finding.value >= low - 1e-9, "\(name): \(row.check) \(finding.value)")
          }
          if let high = check.upperBound {
            #expect(finding.value <= high + 1e-9, "\(name): \(row.check) \(finding.value)")
          }
          if let interval = finding.interval {
            #expect(
              interval.low <= interval.high && interval.low.isFinite && interval.high.isFinite,
              "\(name): \(row.check) \(interval)")
          }
        }
      }
    }
  }

  /// A crowd of saturated stars on an otherwise ordinary sky.
  @Test("where every star is saturated, shapes and fluxes say so")
  func saturated() throws {
    let reference = try ReferenceScene.named("starfield").scene
    let sources = (reference.catalogue?.sources ?? []).map { source in
      var copy = source
      copy.isSaturated = true
      return copy
    }
    let scene = EvaluationScene(
      name: "saturated", reference: reference.reference, noisy: reference.noisy,
      catalogue: SourceCatalogue(sources), pointSpreadFWHM: 3.2, fullScale: 65535)
    let rows = Runner.rows(denoised: reference.noisy, scene: scene, checks: Checks.all)
    for row in rows where ["fwhm-drift", "flux-gain", "photometric-bias"].contains(row.check) {
      guard case .notApplicable(let reason) = row.outcome else {
        Issue.record("\(row.check): \(row.outcome)")
        continue
      }
      #expect(reason.contains("unsaturated"), "\(row.check): \(reason)")
    }
  }
}
