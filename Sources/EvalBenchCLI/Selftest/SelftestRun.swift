import AstroImages
import Checks
import Evaluation
import Kernels
import Skies
import Vices

/// Judges every vice and every innocent by every check.
struct SelftestRun {
  let recipes: [SelftestScenes.Recipe]
  let seed: UInt64
  let size: SelftestScenes.Size
  let threads: Int
  let limits: DefaultLimits
  var vices: [any Vice.Type] = Vices.all
  var innocents: [Innocent] = Innocents.all

  /// What one denoiser came to on one scene.
  private struct Entry: Sendable {
    var name: String
    var check: String
    /// `nil` where the check could not be measured.
    var verdict: Judged?
    var reason: String?

    /// The same without every criterion's excess.
    var brief: Entry {
      var entry = self
      entry.verdict?.all = [:]
      return entry
    }
  }

  private struct Judged: Sendable {
    var fails: Bool
    var figure: Double
    var limit: Double
    var excess: Double
    /// The largest of the criteria's sure figures in units of their limits.
    var nearest: Double
    /// Which of the check's criteria decided, and the excess of each.
    var name: String
    /// Empty where no dose is compared: thousands of verdicts are kept until the end.
    var all: [String: Double]
  }

  /// A vice's checks at one dose on one scene.
  private struct Response: Sendable {
    var vice: String
    var check: String
    var dose: Double
    var verdict: Judged?
  }

  private struct SceneResult: Sendable {
    var scene: SelftestRecord.Scene
    var entries: [Entry]
    var responses: [Response]
  }

  func record(progress: @escaping @Sendable (Int, Int, String) -> Void) throws -> SelftestRecord {
    let results = try parallelMap(recipes.count, threads: threads) { index in
      let result = try judged(recipes[index])
      progress(index + 1, recipes.count, recipes[index].name)
      return result
    }
    return assembled(results)
  }

  private func judged(_ recipe: SelftestScenes.Recipe) throws -> SceneResult {
    let sky = try recipe.make()
    let scene = sky.scene
    guard let piece = Workpiece(scene) else {
      throw RunError("\(recipe.name): vices need a truth, and it has none")
    }
    let checks = Checks.all.filter { DefaultLimits.judged.contains($0.metadata.id) }
    var entries: [Entry] = []
    var responses: [Response] = []
    for innocent in innocents {
      try Interruption.check()
      entries += judge(innocent.output(piece), innocent.id, scene, checks).map(\.brief)
    }
    for vice in vices {
      try Interruption.check()
      let doses = vice.doses.ladder
      let own = checks.filter { vice.checks.contains($0.metadata.id) }
      // A scene on which the vice has nothing to do says nothing about it, nor does one at every dose alike.
      var usual: [Entry] = []
      if vice.init().applies(to: piece) {
        usual = judge(vice.init().output(on: piece), vice.id, scene, checks)
        entries += usual.map(\.brief)
      }
      guard doses.allSatisfy({ vice.init(dose: $0).applies(to: piece) }) else { continue }
      for dose in doses {
        let judged =
          dose == vice.doses.usual
          ? usual.filter { vice.checks.contains($0.check) }
          : judge(vice.init(dose: dose).output(on: piece), vice.id, scene, own)
        responses += judged.map {
          Response(vice: vice.id, check: $0.check, dose: dose, verdict: $0.verdict)
        }
      }
    }
    return SceneResult(scene: sky.record, entries: entries, responses: responses)
  }

  private func judge(
    _ output: AstroImage, _ name: String, _ scene: EvaluationScene, _ checks: [any Check]
  ) -> [Entry] {
    Runner.rows(denoised: output, scene: scene, checks: checks).map { row in
      guard case .measured(let finding) = row.outcome,
        let verdict = limits.verdict(row.check, finding)
      else {
        // A check that fails to run is as bad as one that accuses.
        if case .failed = row.outcome {
          return Entry(
            name: name, check: row.check,
            verdict: Judged(
              fails: true, figure: .infinity, limit: 0, excess: .infinity, nearest: .infinity,
              name: "",
              all: [:]))
        }
        guard case .notApplicable(let reason) = row.outcome else {
          return Entry(name: name, check: row.check, verdict: nil)
        }
        return Entry(name: name, check: row.check, verdict: nil, reason: reason)
      }
      return Entry(
        name: name, check: row.check,
        verdict: Judged(
          fails: verdict.fails, figure: verdict.worst.figure, limit: verdict.worst.limit,
          excess: verdict.worst.excess,
          nearest: verdict.criteria.map { $0.sure / $0.limit }.max() ?? 0, name: verdict.worst.name,
          all: Dictionary(verdict.criteria.map { ($0.name, $0.excess) }) { max($0, $1) }))
    }
  }
}

extension SelftestRun {
  private func assembled(_ results: [SceneResult]) -> SelftestRecord {
    let checks = Checks.all.map(\.metadata.id)
    var rows: [SelftestRecord.Row] = []
    var (missed, accused, uneven): ([String], [String], [String]) = ([], [], [])
    for innocent in innocents {
      let cells = self.cells(innocent.id, checks, results)
      rows.append(
        .init(
          name: innocent.id, kind: "innocent", summary: innocent.summary, for: [], cells: cells,
          doseUnit: nil, doses: [], isMonotonic: nil))
      accused += cells.filter { $0.failed > 0 }.map {
        "\(innocent.id): \($0.check) failed on \($0.scenes.joined(separator: ", "))"
      }
    }
    for vice in vices {
      let cells = self.cells(vice.id, checks, results)
      for check in vice.checks {
        guard let cell = cells.first(where: { $0.check == check }), cell.of > 0 else {
          missed.append(
            "\(vice.id): \(check) could be measured on none of the scenes that show the vice")
          continue
        }
        if 2 * cell.failed < cell.of || cell.failed == 0 {
          missed.append("\(vice.id): \(check) failed on \(cell.failed) of \(cell.of) scenes")
        }
      }
      if vice.id == Identity.id {
        accused += cells.filter { $0.failed > 0 && !vice.checks.contains($0.check) }.map {
          "\(vice.id): \($0.check) failed on \($0.scenes.joined(separator: ", "))"
        }
      }
      let doses = self.doses(vice, results)
      // A check that could be measured nowhere is missed already.
      let isMonotonic = vice.checks.allSatisfy { check in
        let values = doses.filter { $0.check == check }.map(\.value)
        return values.isEmpty || Self.rises(values)
      }
      if !isMonotonic { uneven.append(vice.id) }
      rows.append(
        .init(
          name: vice.id, kind: "vice", summary: vice.summary, for: vice.checks, cells: cells,
          doseUnit: vice.doses.unit, doses: doses, isMonotonic: isMonotonic))
    }
    return SelftestRecord(
      seed: seed, size: size.rawValue, scenes: results.map(\.scene), checks: checks, rows: rows,
      missed: missed, accused: accused, notMonotonic: uneven)
  }

  private func cells(_ name: String, _ checks: [String], _ results: [SceneResult])
    -> [SelftestRecord.Cell]
  {
    checks.compactMap { check in
      guard DefaultLimits.judged.contains(check) else { return nil }
      var cell = SelftestRecord.Cell(
        check: check, failed: 0, of: 0, worst: nil, limit: nil, nearest: nil, scenes: [],
        notApplicable: [])
      var worst = -Double.infinity
      for result in results {
        for entry in result.entries where entry.name == name && entry.check == check {
          if let reason = entry.reason, !cell.notApplicable.contains(reason) {
            cell.notApplicable.append(reason)
          }
          guard let verdict = entry.verdict else { continue }
          cell.of += 1
          if verdict.nearest.isFinite {
            cell.nearest = max(cell.nearest ?? -.infinity, verdict.nearest)
          }
          if verdict.fails {
            cell.failed += 1
            cell.scenes.append(result.scene.name)
          }
          if verdict.excess > worst || cell.worst == nil {
            worst = verdict.excess
            cell.worst = verdict.figure.isFinite ? verdict.figure : nil
            cell.limit = verdict.limit
          }
        }
      }
      return cell
    }
  }

  /// The median of the figure over the scenes where every dose could be measured.
  private func doses(_ vice: any Vice.Type, _ results: [SceneResult]) -> [SelftestRecord.Dose] {
    vice.checks.flatMap { check -> [SelftestRecord.Dose] in
      let complete = results.compactMap { result -> [Judged]? in
        let own = result.responses.filter { $0.vice == vice.id && $0.check == check }
        let verdicts = own.compactMap(\.verdict)
        return verdicts.count == vice.doses.ladder.count ? verdicts : nil
      }
      guard !complete.isEmpty else { return [] }
      return vice.doses.ladder.enumerated().map { slot, dose in
        // Of several criteria the one that decides at the largest dose is followed.
        let values = complete.map { verdicts -> Double in
          guard let name = verdicts.last?.name else { return 0 }
          return verdicts[slot].all[name] ?? verdicts[slot].excess
        }.sorted()
        return SelftestRecord.Dose(
          dose: dose, check: check, value: values[values.count / 2],
          failed: complete.count { $0[slot].fails }, of: complete.count)
      }
    }
  }

  /// Whether values rise, and not all of them stay: 2 % of the rise is the figures' own noise.
  static func rises(_ values: [Double]) -> Bool {
    guard let first = values.first, let last = values.last, last > first else { return false }
    let slack = 0.02 * (last - first)
    return zip(values, values.dropFirst()).allSatisfy { $1 >= $0 - slack }
  }
}
