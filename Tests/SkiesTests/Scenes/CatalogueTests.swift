import AstroImages
import Foundation
import Randomness
import Skies
import Testing

@Suite("Catalogue")
struct CatalogueTests {
  @Test("isolated stars are local maxima at their catalogued pixel, with the catalogued flux")
  func positions() throws {
    let scene = try SkySimulator.scene(kind: "starfield", width: 512, height: 512, seed: 3)
    let plane = scene.reference.planes[0]
    let sky = Double(plane.sorted()[plane.count / 10])
    let stars = scene.catalogue.sources.filter {
      $0.role == "psf" && $0.isIsolated && !$0.isSaturated && $0.x > 25 && $0.y > 25 && $0.x < 486
        && $0.y < 486
    }
    #expect(stars.count > 30)
    for star in stars {
      let (column, row) = (Int(star.x.rounded()), Int(star.y.rounded()))
      let peak = plane[row * 512 + column]
      let here = row * 512 + column
      let others = [here - 2, here + 2, here - 1024, here + 1024].map { plane[$0] }
      #expect(others.allSatisfy { $0 < peak })
      // The centroid of a disc of 1.5 FWHM; its edge cuts pixels, and neighbours below 2 % pull a little.
      var (sum, moment) = (0.0, (x: 0.0, y: 0.0))
      for y in (row - 7)...(row + 7) {
        for x in (column - 7)...(column + 7) {
          let (dx, dy) = (Double(x) - star.x, Double(y) - star.y)
          let weight = exp(-(dx * dx + dy * dy) / 8)
          let light = (Double(plane[y * 512 + x]) - sky)
          moment.x += weight * light * dx
          moment.y += weight * light * dy
          sum += weight * light
        }
      }
      #expect(abs(moment.x / sum) < 0.03 && abs(moment.y / sum) < 0.03)
    }
  }

  @Test("the flux of a star is its light in the frame, and the magnitude follows")
  func flux() throws {
    var canvas = SceneCanvas(
      width: 301, height: 301, planes: 1, sensor: .asi2600g100, options: SceneOptions(),
      random: RandomSource(seed: 1, name: "star"))
    canvas.addStar(x: 150.3, y: 149.6, flux: 400_000, role: "star")
    let star = canvas.catalogue().sources[0]
    // Light beyond 0.5 % of the sky noise is left out.
    #expect(abs(canvas.catalogued[0].sum / star.flux - 1) < 2e-3)
    #expect(abs(star.magnitude - (25 - 2.5 * log10(400_000))) < 1e-12)
    let half = canvas.catalogued[0][150, 150]
    #expect(half > 0)
  }

  @Test(
    "the full width at half maximum of a rendered star is the catalogued one",
    arguments: [1.8, 3.2, 6])
  func width(fwhm: Double) {
    let options = SceneOptions(pointSpread: PointSpread(fwhm: fwhm, beta: 3.5))
    var canvas = SceneCanvas(
      width: 201, height: 201, planes: 1, sensor: .asi2600g100, options: options,
      random: RandomSource(seed: 1, name: "star"))
    canvas.addStar(x: 100, y: 100, flux: 100_000, role: "star")
    // Pixels average over a square of side 1: to second order the width grows by the pixel's own in quadrature.
    let row = (100...200).map { canvas.catalogued[0][$0, 100] / canvas.catalogued[0][100, 100] }
    let after = row.firstIndex { $0 < 0.5 } ?? 0
    let fraction = (row[after - 1] - 0.5) / (row[after - 1] - row[after])
    let measured = 2 * (Double(after - 1) + fraction)
    #expect(abs(measured / fwhm - 1) < 0.04 + 0.35 / (fwhm * fwhm))
    #expect(measured > 0.97 * fwhm)
  }

  @Test(
    "isolation and saturation follow their definitions",
    arguments: ["starfield", "doubles", "nebula"])
  func flags(kind: String) throws {
    let scene = try SkySimulator.scene(kind: kind, width: 512, height: 512, seed: 12)
    let sources = scene.catalogue.sources
    var isolated = 0
    for star in sources {
      let neighbours = sources.filter {
        $0.id != star.id && $0.flux > 0.02 * star.flux
          && hypot($0.x - star.x, $0.y - star.y) <= 8 * scene.pointSpreadFWHM
      }
      #expect(star.isIsolated == (neighbours.isEmpty && star.pair < 0))
      isolated += star.isIsolated ? 1 : 0
      let profile = MoffatProfile(fwhm: star.fwhm, beta: 3.5)
      let peak = star.flux * profile.pixel(0, 0) + 2100
      #expect(star.isSaturated == (peak > 0.95 * 65_535))
    }
    #expect(isolated > 10)
    if kind == "starfield" {
      #expect(sources.contains { $0.isSaturated })
      #expect(scene.reference.planes[0].max() == 65_535)
      #expect(scene.expose(index: 0).planes[0].contains(65_535))
    }
  }

  @Test("a frame of 1024 covers the whole grid of doubles, with controls, and keeps its geometry")
  func doubles() throws {
    let scene = try SkySimulator.scene(kind: "doubles", width: 1024, height: 1024, seed: 1)
    let sources = scene.catalogue.sources
    var combinations: Set<String> = []
    let pairs = Dictionary(grouping: sources.filter { $0.pair >= 0 }, by: \.pair)
    for pair in pairs.values {
      #expect(pair.count == 2)
      guard let bright = pair.max(by: { $0.flux < $1.flux }), let faint = pair.last else {
        continue
      }
      let other = pair.first { $0.id != bright.id } ?? faint
      combinations.insert(
        "\(bright.separation) \(bright.magnitudeDifference) \(bright.signalToNoise.rounded())")
      let distance = hypot(bright.x - other.x, bright.y - other.y) / scene.pointSpreadFWHM
      #expect(abs(distance - bright.separation) < 1e-9)
      #expect(
        abs(other.magnitude - bright.magnitude - bright.magnitudeDifference) < 1e-9)
    }
    #expect(combinations.count == 72)
    let singles = sources.filter { $0.role == "single" }
    #expect(abs(singles.count - pairs.count / 3) <= 1)
    #expect(singles.allSatisfy { $0.isIsolated })
  }

  @Test("the contrast of each patch is its truth")
  func patches() {
    var canvas = SceneCanvas(
      width: 512, height: 512, planes: 1, sensor: .asi2600g100, options: SceneOptions(),
      random: RandomSource(seed: 8, name: "patches"))
    canvas.addFaintPatches(count: 10, radius: 16)
    guard let patches = canvas.patches else {
      Issue.record("the canvas forgot its patches")
      return
    }
    #expect(patches.patches.count == 10)
    #expect(Set(patches.patches.map(\.amplitudeInSigma)).count == 10)
    for patch in patches.patches {
      func mean(_ label: Int) -> Double {
        let pixels = patches.labels.indices.filter { Int(patches.labels[$0]) == label }
        return pixels.map { canvas.catalogued[0].values[$0] }.reduce(0, +) / Double(pixels.count)
      }
      // Inside 0.75 R the soft edge takes up to 1.5 % of the amplitude at its rim; the ring sees 0.1 %.
      #expect(abs((mean(patch.id) - mean(-patch.id)) / patch.amplitude - 1) < 0.01)
      #expect(abs(patch.amplitude / canvas.skyNoise - patch.amplitudeInSigma) < 1e-12)
      let area = Double(patches.labels.count { Int($0) == patch.id })
      #expect(abs(area / (Double.pi * 144) - 1) < 0.05)
    }
  }
}
