import Evaluation

/// Says in plain words what a comparison found on the test frames.
enum Verdict {
  static func sentences(
    entries: [Comparison.Entry], rows: [RunRecord.Row], winner: RunRecord.Winner?
  ) -> [String] {
    func mean(_ candidate: String, _ check: String) -> Double? {
      Winner.meanOf(check, candidate, rows, split: .test)
    }
    var result: [String] = []
    let filters = entries.filter { $0.record.kind == .baseline }.map(\.record.name)
    if let winner {
      let name = winner.candidate
      if let own = mean(name, "psnr-display"), let input = mean("identity", "psnr-display") {
        let change = own - input
        result.append(
          "\(name) \(change >= 0 ? "raises" : "lowers") the PSNR of the test frames by \(decimal(abs(change), 1)) dB \(change >= 0 ? "over" : "below") the noisy input (display stretch, \(decimal(input, 1)) to \(decimal(own, 1)) dB)."
        )
      }
      let rivals = filters.filter { $0 != IdentityFilter.id }
        .compactMap { filter in mean(filter, "psnr-display").map { (filter, $0) } }
      if let best = rivals.max(by: { $0.1 < $1.1 }), let own = mean(name, "psnr-display") {
        let gap = own - best.1
        result.append(
          gap >= 0
            ? "It is \(decimal(gap, 1)) dB ahead of the best classical filter, \(best.0)."
            : "It is \(decimal(-gap, 1)) dB behind the best classical filter, \(best.0): it may not be worth shipping."
        )
      }
      if let loss = mean(name, "star-loss") {
        result.append(
          "It loses \(decimal(loss * 100, 2)) % of the stars that the input shows."
        )
      }
      if let invented = mean(name, "false-stars") {
        result.append("It invents \(decimal(invented, 1)) stars a megapixel.")
      }
      result.append(
        "The winner was chosen on the validation frames: \(winner.reason). The figures are of the test frames."
      )
    } else {
      result.append("No network was compared, so there is no winner to export.")
    }
    let failed = rows.filter { $0.status == .failed }.count
    if failed > 0 {
      result.append("\(failed) measurements failed; the tables name them.")
    }
    return result
  }
}
