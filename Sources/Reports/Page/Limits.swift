internal import Evaluation

/// What this run cannot tell, said by the run's own facts.
enum Limits {
  static func sentences(_ record: RunRecord, test: Scorecard, omitted: [String]) -> [String] {
    var result: [String] = []
    let targets = test.targetCount
    if targets < 6 {
      result.append(
        "The test split has \(Words.count(targets, "target")). With fewer than six, only large and steady differences can be told from chance; a row without a mark is undecided, not a tie."
      )
    }
    let simulated = record.scenes.count { $0.split == .test && $0.origin == "simulated" }
    if simulated == test.sceneCount, simulated > 0 {
      result.append(
        "Every test scene is simulated. The truth is known exactly, but real optics, guiding and sensors have faults that no simulator has."
      )
    }
    let own = record.scenes.filter { ($0.referenceNoise ?? 0) > 0 }
    if !own.isEmpty {
      result.append(
        "The reference of \(Words.count(own.count, "scene")) is a real frame. Its own noise, stated in the table of scenes, counts as truth: a denoiser that removes it too looks worse than it is."
      )
    }
    if Set(record.rows.map(\.seed)).count < 2 {
      result.append(
        "Each network was trained with one seed. Another seed would move its figures; the verdict is about these weights, not about the architecture."
      )
    }
    result.append(
      "Marks of the best are not corrected for the number of checks: among twenty rows, about one mark can be luck."
    )
    if record.candidates.contains(where: { $0.secondsPerMegapixel != nil }) {
      result.append(
        "Timings were taken on one machine while it ran; they differ from run to run and are the only figures here that do."
      )
    }
    let failed = record.rows.count { $0.status == .failed }
    if failed > 0 {
      result.append(
        "\(Words.count(failed, "measurement")) failed. A failed check never counts as passed.")
    }
    let names = Set(record.candidates.map(\.name))
    let checks = Set(record.checks.map(\.id))
    let strange = record.rows.count { !names.contains($0.candidate) || !checks.contains($0.check) }
    if strange > 0 {
      result.append(
        "\(Words.count(strange, "row")) of the record name a candidate or a check that the record does not describe, and are not shown."
      )
    }
    if !omitted.isEmpty {
      result.append(
        "To keep this page small, it leaves out \(Words.list(omitted)). The files are in the run’s folder."
      )
    }
    return result
  }
}
