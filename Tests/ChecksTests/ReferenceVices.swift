import AstroImages
import Evaluation
import Foundation
import SkyMeasurement

/// Deliberately bad denoisers as formulas: the same as in references/checks/make_references.py.
enum ReferenceVices {
  private static let sky = 2100.0
  private static let sigma = 80.5

  struct Unknown: Error {
    let vice: String
  }

  static func output(_ vice: String, _ scene: EvaluationScene) throws -> AstroImage {
    let noisy = scene.noisy
    guard let reference = scene.reference else { throw Unknown(vice: vice) }
    if noisy.channels == 3 { return try colour(vice, reference, noisy) }
    let clean = Plane(width: noisy.width, height: noisy.height, values: reference.planes[0])
    let input = Plane(width: noisy.width, height: noisy.height, values: noisy.planes[0])
    let good = clean.combined(with: input) { $0 + 0.25 * ($1 - $0) }
    let sources = scene.catalogue?.sources ?? []
    let plane = try output(vice, good: good, input: input, sources: sources)
    return AstroImage(
      width: noisy.width, height: noisy.height, planes: [plane.values.map { Float($0) }])
  }

  private static func output(
    _ vice: String, good: Plane, input: Plane, sources: [SourceCatalogue.Source]
  ) throws -> Plane {
    let (w, h) = (good.width, good.height)
    func each(_ f: (Double, Int, Int) -> Double) -> Plane {
      var result = good
      for y in 0..<h { for x in 0..<w { result.values[y * w + x] = f(good[x, y], x, y) } }
      return result
    }
    switch vice {
    case "identity": return input
    case "good": return good
    case "blur": return good.smoothed(sigma: 1)
    case "smear": return smeared(good)
    case "offset": return each { v, _, _ in v + 16 }
    case "gain": return each { v, _, _ in sky + 1.03 * (v - sky) }
    case "quantised": return each { v, _, _ in (v / 64).rounded(.toNearestOrEven) * 64 }
    case "seams": return each { v, x, y in v + ((x / 64 + y / 64) % 2 == 0 ? 12 : -12) }
    case "checker": return each { v, x, y in v + 3 * Double(1 - 2 * ((x + y) % 2)) }
    case "edge":
      return each { v, x, y in v - 60 * exp(-Double(min(x, y, w - 1 - x, h - 1 - y)) / 2.5) }
    case "vignette":
      return each { v, x, y in
        let (dx, dy) = (Double(x) - Double(w) / 2, Double(y) - Double(h) / 2)
        return v * (1 - 0.01 * (dx * dx + dy * dy) / (Double(w * w) / 4 + Double(h * h) / 4))
      }
    case "plastic":
      let band = good.smoothed(sigma: 1) - good.smoothed(sigma: 6)
      return good.combined(with: band) { $0 - 0.5 * $1 }
    case "sharpened":
      return good.combined(with: good.smoothed(sigma: 1.8)) { $0 + 1.2 * ($0 - $1) }
    case "clipped": return each { v, _, _ in max(v, sky - 0.15 * sigma) }
    case "hole":
      return each { v, x, y in (100..<103).contains(y) && (50..<53).contains(x) ? .nan : v }
    case "invented":
      var result = good
      for j in 0..<5 {
        for i in 0..<5 {
          add(6000, at: 50.3 + 61 * Double(i), 47.6 + 63 * Double(j), to: &result)
        }
      }
      return result
    case "eaten", "dimmed", "companions", "merged": return starVice(vice, good, sources)
    default: throw Unknown(vice: vice)
    }
  }

  private static func starVice(
    _ vice: String, _ good: Plane, _ sources: [SourceCatalogue.Source]
  ) -> Plane {
    var result = good
    for (k, s) in sources.enumerated() {
      if vice == "eaten" && s.signalToNoise < 14 { add(-s.flux, at: s.x, s.y, to: &result) }
      if vice == "dimmed" { add(-0.15 * s.flux, at: s.x, s.y, to: &result) }
      if vice == "companions" && s.signalToNoise > 25 && k % 3 == 0 {
        add(0.3 * s.flux, at: s.x + 6, s.y + 1, to: &result)
      }
    }
    guard vice == "merged" else { return result }
    let pairs = Dictionary(grouping: sources.filter { $0.pair >= 0 }, by: \.pair)
    for key in pairs.keys.sorted() {
      guard let pair = pairs[key], pair.count == 2, pair[0].separation <= 1.6 else { continue }
      let (a, b) = (pair[0], pair[1])
      add(-a.flux, at: a.x, a.y, to: &result)
      add(-b.flux, at: b.x, b.y, to: &result)
      let total = a.flux + b.flux
      add(
        total, at: (a.x * a.flux + b.x * b.flux) / total, (a.y * a.flux + b.y * b.flux) / total,
        to: &result)
    }
    return result
  }

  /// The vices of a colour frame; `colour_vices` of the script.
  private static func colour(
    _ vice: String, _ reference: AstroImage, _ noisy: AstroImage
  ) throws -> AstroImage {
    func plane(_ values: [Float]) -> Plane {
      Plane(width: noisy.width, height: noisy.height, values: values)
    }
    let input = noisy.planes.map(plane)
    let good = zip(reference.planes.map(plane), input).map { clean, noisy in
      clean.combined(with: noisy) { $0 + 0.25 * ($1 - $0) }
    }
    var planes = good
    switch vice {
    case "identity": planes = input
    case "good": break
    case "blur": planes = good.map { $0.smoothed(sigma: 1) }
    case "tinted": planes[0] = good[0].combined(with: good[0]) { v, _ in sky + 1.03 * (v - sky) }
    case "cast": planes[0] = good[0].combined(with: good[0]) { v, _ in v + 16 }
    case "muted":
      let grey = good[0].combined(with: good[1], +).combined(with: good[2]) { ($0 + $1) / 3 }
      planes = good.map { $0.combined(with: grey) { $0 + 0.5 * ($1 - $0) } }
    default: throw Unknown(vice: vice)
    }
    return AstroImage(
      width: noisy.width, height: noisy.height, planes: planes.map { $0.values.map { Float($0) } })
  }

  /// Blurs along rows with a Gaussian of 0.8 px.
  private static func smeared(_ plane: Plane) -> Plane {
    let taps = SymmetricKernel.smoothing(sigma: 0.8).taps
    var result = plane
    let w = plane.width
    func folded(_ x: Int) -> Int { x < 0 ? -1 - x : x >= w ? 2 * w - 1 - x : x }
    for y in 0..<plane.height {
      for x in 0..<w {
        var sum = taps[0] * plane[x, y]
        for k in 1..<taps.count {
          sum += taps[k] * (plane[folded(x - k), y] + plane[folded(x + k), y])
        }
        result.values[y * w + x] = sum
      }
    }
    return result
  }

  /// Adds a sampled Gaussian of 3.2 px FWHM, of unit sum on its own window, away from the border.
  static func add(_ flux: Double, at x: Double, _ y: Double, to plane: inout Plane) {
    let half = 8
    let (column, row) = (Int((x + 0.5).rounded(.down)), Int((y + 0.5).rounded(.down)))
    guard column >= half, row >= half, column + half < plane.width, row + half < plane.height
    else { return }
    let s = 3.2 / 2.3548200450309493
    var stamp: [Double] = []
    for v in -half...half {
      for u in -half...half {
        let (dx, dy) = (Double(u + column) - x, Double(v + row) - y)
        stamp.append(exp(-(dx * dx + dy * dy) / (2 * s * s)))
      }
    }
    let total = stamp.reduce(0, +)
    for v in -half...half {
      for u in -half...half {
        plane.values[(row + v) * plane.width + column + u] +=
          flux * stamp[(v + half) * (2 * half + 1) + u + half] / total
      }
    }
  }
}
