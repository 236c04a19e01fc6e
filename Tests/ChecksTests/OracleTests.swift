import AstroImages
import Checks
import Evaluation
import Foundation
import Testing

@Suite("Agreement with the Python oracle")
struct OracleTests {
  @Test("a reference scene of every kind that the oracle makes is there")
  func scenesExist() { #expect(ReferenceScene.all.count == 8) }

  /// Both sides sum doubles in different orders: 1e-9 of the value is what that costs at most; a quantity near zero may differ
  /// by 1e-9 of its unit. The numbers are written with eleven digits.
  @Test("every figure of every vice agrees to 1e-8", arguments: ReferenceScene.all)
  func agrees(_ reference: ReferenceScene) throws {
    for (vice, figures) in reference.expected.vices.sorted(by: { $0.key < $1.key }) {
      let outcomes = try reference.outcomes(vice)
      for (key, expected) in figures.sorted(by: { $0.key < $1.key }) {
        let name = key.split(separator: " / ", maxSplits: 1).map(String.init)
        let outcome = try #require(outcomes[name[0]], "no check \(name[0])")
        // The oracle's file gives these for frames that the check is not made for.
        if case .notApplicable = outcome, Self.isExcused(name[0], vice) { continue }
        guard let value = outcome.value(name.count > 1 ? name[1] : nil) else {
          Issue.record("\(reference.name), \(vice), \(key): \(outcome), oracle \(expected)")
          continue
        }
        #expect(
          abs(value - expected) <= 1e-8 * max(abs(expected), 0.1),
          "\(reference.name), \(vice), \(key): \(value), oracle \(expected)")
      }
    }
  }

  /// The identity removes nothing, so that nothing is known about what it removed.
  private static func isExcused(_ check: String, _ vice: String) -> Bool {
    check == "residual-whiteness" && vice == "identity"
  }

  /// scikit-image pads and crops in its own way; both average over windows inside the frame.
  @Test(
    "SSIM agrees with scikit-image to 1e-9",
    arguments: ReferenceScene.all.filter { $0.scene.noisy.channels == 1 })
  func structuralSimilarity(_ reference: ReferenceScene) throws {
    #expect(!reference.expected.skimage_ssim.isEmpty)
    for (vice, expected) in reference.expected.skimage_ssim {
      let value = try #require(try reference.outcomes(vice)["ssim-display"]?.value())
      #expect(abs(value - expected) < 1e-9, "\(reference.name), \(vice)")
    }
  }

  /// Five scales of the Gaussian's 11 x 11 window; scikit-image sums in another order.
  @Test(
    "MS-SSIM agrees with the published formula on scikit-image's maps to 1e-8",
    arguments: ReferenceScene.all.filter { !$0.expected.skimage_msssim.isEmpty })
  func multiScale(_ reference: ReferenceScene) throws {
    for (vice, expected) in reference.expected.skimage_msssim {
      let value = try #require(try reference.outcomes(vice)["ms-ssim-display"]?.value())
      #expect(abs(value - expected) < 1e-8, "\(reference.name), \(vice): \(value), \(expected)")
    }
  }

  @Test("no check fails on any vice", arguments: ReferenceScene.all)
  func noFailures(_ reference: ReferenceScene) throws {
    for vice in reference.expected.vices.keys.sorted() {
      for (id, outcome) in try reference.outcomes(vice) where outcome.isFailure {
        Issue.record("\(reference.name), \(vice), \(id): \(outcome)")
      }
    }
  }
}
