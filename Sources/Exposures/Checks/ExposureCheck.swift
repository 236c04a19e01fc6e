package import AstroImages
package import Evaluation
package import SkyMeasurement

/// One question about a denoised exposure of a stack, answered by the other exposures instead of a clean frame.
package protocol ExposureCheck: Sendable {
  /// The check's identifier; two of them, `noise2noise-rmse` and `repeatability`, simulated scenes answer too.
  var metadata: CheckMetadata { get }
  /// Whether a frame of several planes has their mean as its figure, rather than the worst plane's.
  var averagesChannels: Bool { get }
  func measure(_ sample: ExposureSample, channel: Int) throws -> Finding
}

/// A candidate's output on one frame of a stack.
package struct ExposureSample: Sendable {
  /// One view a channel.
  package let views: [StackView]
  /// The output's planes in the view's window, values that are no numbers given the reference's.
  package let outputs: [Plane]
  /// How many values of the output were no numbers where the frame's were.
  package let brokenPixels: Int
  package let partner: Partner?

  /// Another frame of the stack with the same candidate's output, on its own grid.
  package struct Partner: Sendable {
    package var frame: String
    package var noisy: [Plane]
    package var outputs: [Plane]
    package var bad: [Mask]
    /// From places in this frame's window to places in the partner's.
    package var map: AffineMap
    /// What the partner's values are multiplied with to be in this frame's units, one a channel.
    package var scale: [Double]

    package init(
      frame: String, noisy: [Plane], outputs: [Plane], bad: [Mask], map: AffineMap,
      scale: [Double]
    ) {
      self.frame = frame
      self.noisy = noisy
      self.outputs = outputs
      self.bad = bad
      self.map = map
      self.scale = scale
    }
  }

  /// `denoised` has the window's size and the frame's planes.
  package init(views: [StackView], denoised: AstroImage, partner: Partner?) throws {
    guard let view = views.first, denoised.width == view.width, denoised.height == view.height,
      denoised.channels == views.count
    else { throw ExposureError("the output is not on the input's grid") }
    var broken = 0
    outputs = zip(views, denoised.planes).map { view, plane in
      var output = Plane(width: view.width, height: view.height, values: plane)
      for i in 0..<output.count where !output.values[i].isFinite {
        output.values[i] = view.reference.values[i]
        if view.usable.values[i] { broken += 1 }
      }
      return output
    }
    brokenPixels = broken
    self.views = views
    self.partner = partner
  }
}

/// The checks of stacks, in the order in which reports show them.
package enum ExposureChecks {
  package static let all: [any ExposureCheck] = [
    StackError(), StackTransfer(), StackRepeatability(), StackCompleteness(), StackStarShape(),
    StackPhotometry(),
  ]

  /// What is known about all of them, the check of the half stacks included.
  package static let metadata: [CheckMetadata] =
    all.map(\.metadata) + [HalfStackCorrelation.metadata]

  /// Every check's outcome on one output, in the order of ``all``.
  package static func rows(_ sample: ExposureSample) -> [Runner.Row] {
    all.map { check in (check.metadata.id, outcome(check, sample)) }
  }

  private static func outcome(_ check: any ExposureCheck, _ sample: ExposureSample) -> CheckOutcome
  {
    if sample.brokenPixels > 0 {
      return .failed(
        message: "\(sample.brokenPixels) pixels of the output are no numbers where the frame's are")
    }
    var found: [(name: String, finding: Finding)] = []
    var missing: NotApplicable?
    for channel in sample.views.indices {
      do {
        found.append((sample.views[channel].channel, try check.measure(sample, channel: channel)))
      } catch let error as NotApplicable {
        missing = missing ?? error
      } catch {
        return .failed(message: "\(error)")
      }
    }
    guard
      var worst = found.max(by: {
        check.metadata.direction.loss($0.finding.value)
          < check.metadata.direction.loss($1.finding.value)
      })?.finding
    else { return .notApplicable(reason: missing?.reason ?? "no plane of light") }
    guard sample.views.count > 1 else { return finite(worst) }
    let planes = found.map {
      Finding.Part(
        "plane \($0.name)", $0.finding.value, unit: check.metadata.unit,
        interval: $0.finding.interval, count: $0.finding.count)
    }
    if check.averagesChannels {
      worst.value = found.reduce(0) { $0 + $1.finding.value } / Double(found.count)
      worst.interval = nil
      worst.parts = planes
    } else {
      worst.parts = planes + worst.parts
    }
    return finite(worst)
  }

  /// Numbers only: whatever is none fails.
  static func finite(_ finding: Finding) -> CheckOutcome {
    finding.isFinite ? .measured(finding) : .failed(message: "came out as no finite number")
  }
}

extension MedianFigure {
  var interval: Finding.Interval { .around(value, halfWidth) }

  func part(_ name: String, unit: String) -> Finding.Part {
    Finding.Part(name, value, unit: unit, interval: interval, count: count)
  }
}
