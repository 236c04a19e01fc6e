import Evaluation
import SkyMeasurement

/// Double stars that the truth resolves and the output still does.
struct DoublesMerged: PlaneCheck {
  let metadata = CheckMetadata(
    id: "doubles-merged", title: "Doubles resolved", question: .stars,
    rationale: "Two stars that become one are lost resolution that no other figure shows.",
    unit: "fraction", direction: .higherIsBetter, lowerBound: 0, upperBound: 1,
    needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneDoubles.self, plane: plane)
    let output = try sample.measurement(OutputDoubles.self, plane: plane)
    let isResolved = scene.pairs.indices.map { output.dips[$0] >= scene.pairs[$0].resolvedDip }
    let inInput = scene.pairs.indices.map {
      scene.pairs[$0].inputDip >= scene.pairs[$0].resolvedDip
    }

    func part(_ name: String, _ members: [Int], _ isYes: [Bool]) -> Finding.Part {
      let number = members.filter { isYes[$0] }.count
      return Finding.Part(
        name, Double(number) / Double(members.count), unit: "fraction",
        interval: .wilson(number, of: members.count), count: members.count)
    }

    let all = part("all", output.resolvable, isResolved)
    let ratio = output.dipRatio(scene)
    let inputRatio = MedianFigure(
      output.resolvable.map { scene.pairs[$0].inputDip / scene.pairs[$0].truthDip })
    var parts = [
      part("resolved in the input", output.resolvable, inInput),
      Finding.Part(
        "dip ratio", ratio.value, unit: "ratio", interval: .around(ratio.value, ratio.halfWidth),
        count: ratio.count),
      Finding.Part(
        "dip ratio in the input", inputRatio.value, unit: "ratio",
        interval: .around(inputRatio.value, inputRatio.halfWidth), count: inputRatio.count),
    ]
    if let share = output.addedShare(scene) {
      parts.append(
        Finding.Part(
          "the fainter star's share, growth", share.value, unit: "fraction",
          interval: .around(share.value, share.halfWidth), count: share.count))
    }
    let tight = output.resolvable.filter { scene.pairs[$0].separation <= 1.25 }
    if tight.count >= 5 { parts.append(part("within 1.25 FWHM", tight, isResolved)) }
    let cells = Dictionary(grouping: scene.pairs.indices) {
      [scene.pairs[$0].separation, scene.pairs[$0].magnitudeDifference]
    }
    for key in cells.keys.sorted(by: { ($0[0], $0[1]) < ($1[0], $1[1]) }) {
      guard let members = cells[key] else { continue }
      parts.append(
        part("separation \(key[0]) FWHM, difference \(key[1]) mag", members, isResolved))
    }
    return Finding(
      all.value, interval: all.interval, count: all.count, countUnit: "pairs", parts: parts)
  }
}
