import AstroImages
import Foundation
import SkyMeasurement
import Testing

/// What SEP and photutils, run by references/agreement/make_references.py, found on one frame.
struct AgreementFrame: CustomTestStringConvertible, Decodable, Sendable {
  struct Background: Decodable, Sendable {
    let sepLevel: Double
    let photutilsLevel: Double
    let photutilsRms: Double
  }
  struct Star: Decodable, Sendable {
    let x: Double
    let y: Double
    let flux: Double
  }

  let path: String
  let fwhm: Double
  let sigma: Double
  let fullScale: Double
  let relativeError: Double
  let background: Background
  let detections: Int
  let brightest: [[Double]]
  let stars: [Star]
  /// Of Gaussian fits; `nil` where the field is too crowded for them.
  let medianWidth: Double?

  var testDescription: String { path }

  private struct File: Decodable {
    let frames: [String: AgreementFrame]
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let all: [AgreementFrame] = {
    let path = root.appendingPathComponent("references/agreement/expected.json")
    guard let data = try? Data(contentsOf: path),
      let file = try? JSONDecoder().decode(File.self, from: data)
    else { return [] }
    return file.frames.keys.sorted().compactMap { file.frames[$0] }
  }()

  /// The frame's one plane; `nil` for a real frame that this machine does not have, which is said on stderr.
  func plane() throws -> Plane? {
    let data =
      ProcessInfo.processInfo.environment["EVALBENCH_DATA"]
      ?? Self.root.appendingPathComponent("../shared/data").path
    let file =
      path.hasPrefix("checks/")
      ? Self.root.appendingPathComponent("references/" + path).path : data + "/" + path
    guard FileManager.default.fileExists(atPath: file) else {
      try #require(!path.hasPrefix("checks/"), "\(path) is committed and must be there")
      print(
        "skipped: \(path) is not under \(data); set EVALBENCH_DATA to the folder of real frames")
      return nil
    }
    let image = try Codecs.read(file)
    return Plane(width: image.width, height: image.height, values: image.planes[0])
  }
}

@Suite("Agreement with SEP and photutils")
struct AgreementTests {
  @Test("two simulated and five real frames were measured elsewhere")
  func frames() {
    #expect(AgreementFrame.all.count == 7)
    #expect(AgreementFrame.all.filter { $0.path.hasPrefix("checks/") }.count == 2)
  }

  /// SEP is the same C code in single precision; photutils' own estimator clips and interpolates differently.
  @Test(
    "the background's level is SEP's to a thousandth of the noise, photutils' to a tenth",
    arguments: AgreementFrame.all)
  func background(_ frame: AgreementFrame) throws {
    guard let plane = try frame.plane() else { return }
    let level = OrderStatistics.median(try BackgroundMesh(of: plane, cell: 32).level.values)
    #expect(abs(level - frame.background.sepLevel) < 1e-3 * frame.sigma)
    // In the Galactic Centre there is no sky: the two published estimators differ by a quarter of their rms themselves.
    let crowded = abs(frame.background.sepLevel - frame.background.photutilsLevel)
    #expect(
      abs(level - frame.background.photutilsLevel) < max(0.1 * frame.sigma, 1.01 * crowded))
  }

  @Test("the detector's noise is DAOFIND's", arguments: AgreementFrame.all)
  func relativeError(_ frame: AgreementFrame) {
    #expect(
      abs(LoweredGaussian(fwhm: frame.fwhm).relativeError / frame.relativeError - 1) < 1e-9)
  }

  /// photutils takes maxima over the kernel's footprint, we over 3 x 3 pixels: of two peaks a pixel or two apart it keeps one.
  @Test(
    "photutils' DAOStarFinder finds the same stars: its 300 brightest within a pixel, 95 % of them",
    arguments: AgreementFrame.all)
  func detections(_ frame: AgreementFrame) throws {
    guard let plane = try frame.plane() else { return }
    let found = LoweredGaussian(fwhm: frame.fwhm)
      .detections(in: plane, above: 5 * frame.sigma * frame.relativeError)
    let index = PointIndex(found.map { SIMD2($0.x, $0.y) }, reach: 1)
    // Ours leaves out the outermost row of pixels; theirs looks beyond the border as if there were zeros. The flat top of a
    // saturated star has several peaks, and which is left of them is nobody's matter.
    let brightest = PointIndex(frame.brightest.map { SIMD2($0[0], $0[1]) }, reach: 2 * frame.fwhm)
    let inside = frame.brightest.filter {
      $0[0] > 3 && $0[1] > 3 && $0[0] < Double(plane.width - 4) && $0[1] < Double(plane.height - 4)
        && brightest.near(SIMD2($0[0], $0[1]), within: 2 * frame.fwhm).count == 1
    }
    #expect(inside.count >= 10)
    let same = inside.filter { index.hasPoint(near: SIMD2($0[0], $0[1]), within: 1) }.count
    #expect(Double(same) >= 0.95 * Double(inside.count), "\(same) of \(inside.count)")
    let ratio = Double(found.count) / Double(frame.detections)
    #expect(ratio > 0.9 && ratio < 1.35, "\(found.count) detections, photutils \(frame.detections)")
  }

  /// Both take exact overlaps; the ring's median differs where photutils rounds which pixels belong to it.
  @Test(
    "aperture fluxes are photutils' to 0.2 % or a tenth of their noise",
    arguments: AgreementFrame.all)
  func fluxes(_ frame: AgreementFrame) throws {
    guard let plane = try frame.plane() else { return }
    #expect(frame.stars.count >= 5)
    let places = frame.stars.map { SIMD2($0.x, $0.y) }
    let fluxes = try AperturePhotometry.fluxes(in: plane, at: places, fwhm: frame.fwhm)
    let noise = 1.5 * frame.fwhm * Double.pi.squareRoot() * frame.sigma
    for (ours, star) in zip(fluxes, frame.stars) {
      #expect(
        abs(ours - star.flux) < max(0.002 * star.flux, 0.1 * noise),
        "\(star.x), \(star.y): \(ours), photutils \(star.flux)")
    }
  }

  /// The window of SEP's centroid is the same; its sky is the mesh's, ours the ring's around the star.
  @Test(
    "windowed centroids are SEP's to 0.02 px in the median, widths photutils' Gaussian fits to 12 %",
    arguments: AgreementFrame.all)
  func shapes(_ frame: AgreementFrame) throws {
    guard let plane = try frame.plane() else { return }
    let moments = frame.stars.compactMap { star in
      StarMoments(in: plane, x: star.x, y: star.y, fwhm: frame.fwhm).map { ($0, star) }
    }
    #expect(Double(moments.count) > 0.8 * Double(frame.stars.count))
    let distances = moments.map {
      (($0.0.x - $0.1.x) * ($0.0.x - $0.1.x) + ($0.0.y - $0.1.y) * ($0.0.y - $0.1.y)).squareRoot()
    }
    #expect(OrderStatistics.median(distances) < 0.02)
    guard let fitted = frame.medianWidth else { return }
    let width = OrderStatistics.median(moments.map(\.0.fwhm))
    // Windowed moments see a profile's wings, which a Gaussian fitted to the core does not: wider, never narrower.
    #expect(
      width / fitted > 0.95 && width / fitted < 1.12,
      "\(width) px, photutils \(fitted) px")
  }
}
