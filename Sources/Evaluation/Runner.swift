public import AstroImages
private import Dispatch
private import Synchronization

/// Runs checks over one output: every check gives a row, whatever happens to it.
public enum Runner {
  public typealias Row = (check: String, outcome: CheckOutcome)

  /// The rows of a candidate on a scene, in the order of the checks; a candidate that throws fails them all.
  public static func rows(
    for candidate: any Candidate, scene: EvaluationScene, checks: [any Check]
  ) -> [Row] {
    let denoised: AstroImage
    do {
      denoised = try candidate.denoise(scene.noisy)
    } catch {
      let message = "\(candidate.name) failed on \(scene.name): \(error)"
      return checks.map { ($0.metadata.id, .failed(message: message)) }
    }
    return rows(
      denoised: denoised, scene: scene, checks: checks, denoiser: { try candidate.denoise($0) })
  }

  /// The rows of an output on a scene, in the order of the checks.
  ///
  /// - Parameters:
  ///   - threads: how many checks work at once.
  ///   - denoiser: what made the output, for the checks that run it again on changed inputs.
  public static func rows(
    denoised: AstroImage, scene: EvaluationScene, checks: [any Check], threads: Int = 1,
    denoiser: (@Sendable (AstroImage) throws -> AstroImage)? = nil
  ) -> [Row] {
    guard scene.isOnGrid(denoised) else {
      let noisy = scene.noisy
      let message =
        "the output is \(denoised.width) x \(denoised.height) x \(denoised.channels), "
        + "the input \(noisy.width) x \(noisy.height) x \(noisy.channels)"
      return checks.map { ($0.metadata.id, .failed(message: message)) }
    }
    let sample = Sample(scene: scene, denoised: denoised, denoiser: denoiser)
    if threads <= 1 { return checks.map { ($0.metadata.id, outcome(of: $0, on: sample)) } }
    // Every other thread begins at the end, so that two seldom wait for one measurement. Results do not depend on who made them.
    let left = Mutex(checks.indices)
    let outcomes = Mutex<[Int: CheckOutcome]>([:])
    DispatchQueue.concurrentPerform(iterations: min(threads, checks.count)) { thread in
      while let index = left.withLock({ thread % 2 == 0 ? $0.popFirst() : $0.popLast() }) {
        let outcome = outcome(of: checks[index], on: sample)
        outcomes.withLock { $0[index] = outcome }
      }
    }
    let known = outcomes.withLock { $0 }
    return checks.indices.map { index in
      (checks[index].metadata.id, known[index] ?? .failed(message: "the check was not run"))
    }
  }

  /// One check's outcome: what it throws becomes a failed or not applicable row, and a value that is no number a failed one.
  public static func outcome(of check: any Check, on sample: Sample) -> CheckOutcome {
    do {
      let outcome = try check.evaluate(sample)
      if case .measured(let finding) = outcome, !finding.isFinite {
        return .failed(message: "\(check.metadata.id) came out as no finite number")
      }
      return outcome
    } catch let error as NotApplicable {
      return .notApplicable(reason: error.reason)
    } catch {
      return .failed(message: "\(error)")
    }
  }
}

extension Finding {
  /// Whether every number in it is one.
  package var isFinite: Bool {
    let intervals = [interval] + parts.map(\.interval)
    return value.isFinite && parts.allSatisfy { $0.value.isFinite }
      && intervals.allSatisfy { $0.map { $0.low.isFinite && $0.high.isFinite } ?? true }
  }
}
