import AstroImages
import Exposures
import Foundation
import SkyMeasurement
import TestSupport
import Testing

/// Stacks of real exposures: `EVALBENCH_DATA`, else `../shared/data` beside the package, else none.
private func realStack(_ folder: String, _ names: [String]) throws -> [Exposure]? {
  let root =
    ProcessInfo.processInfo.environment["EVALBENCH_DATA"]
    ?? Repository.root.appending(path: "../shared/data").standardizedFileURL.path()
  let place = root + "/stacks/" + folder
  guard FileManager.default.fileExists(atPath: place) else {
    print("skipped: no real stack at \(place); set EVALBENCH_DATA to judge it")
    return nil
  }
  return try names.map {
    try Exposure(name: $0, image: try Codecs.read(place + "/" + $0), sha256: "")
  }
}

/// The table beside the stacks, made with other tools.
private func table(_ folder: String) throws -> RegistrationFile {
  let root =
    ProcessInfo.processInfo.environment["EVALBENCH_DATA"]
    ?? Repository.root.appending(path: "../shared/data").standardizedFileURL.path()
  return try RegistrationFile(path: root + "/stacks/registration.csv")
}

@Suite("Real stacks")
struct RealStacksTests {
  /// The largest distance, in pixels, between two maps over a frame's corners and middle.
  private func distance(_ a: AffineMap, _ b: AffineMap, _ exposure: Exposure) -> Double {
    let (w, h) = (Double(exposure.width - 1), Double(exposure.height - 1))
    return [SIMD2(0, 0), SIMD2(w, 0), SIMD2(0, h), SIMD2(w, h), SIMD2(w / 2, h / 2)].map {
      let d = a($0) - b($0)
      return hypot(d.x, d.y)
    }.max() ?? 0
  }

  @Test(
    "stars alone register as the table made elsewhere does",
    arguments: [
      (
        "rzellem+EXOTIC_sampledata",
        [
          "HATP-32171220013343.FITS", "HATP-32171220014812.FITS", "HATP-32171220021212.FITS",
          "HATP-32171220023612.FITS",
        ], 0.5
      ),
      ("asgr+ProPane", ["image_1.fits", "image_2.fits", "image_4.fits"], 0.5),
      ("deufrai+als", ["Light_1069.fits", "Light_1114.fits"], 0.5),
      ("ICRAR+ProFit/Offset", ["Zim1.fits", "Zim2.fits"], 0.5),
    ])
  func stars(folder: String, names: [String], tolerance: Double) throws {
    guard let exposures = try realStack(folder, names) else { return }
    let file = try table(folder)
    let byStars = try ExposureStack(name: folder, exposures: exposures, method: .stars)
    let byTable = try ExposureStack(
      name: folder, exposures: exposures, method: .automatic, file: file)
    #expect(byStars.failures.isEmpty && byTable.failures.isEmpty)
    for (a, b) in zip(byStars.members, byTable.members).dropFirst() {
      #expect(a.registration.source == .stars && b.registration.source == .file)
      // Both are fitted to stars whose places scatter by 0.1 to 0.3 px; corners take twice that.
      let apart = distance(a.registration.map, b.registration.map, a.exposure)
      #expect(apart < tolerance, "\(a.exposure.name): \(apart)")
    }
  }

  @Test("the VISTA frames' coordinates lay them upon each other as their stars do")
  func coordinates() throws {
    guard let exposures = try realStack("asgr+ProPane", ["image_1.fits", "image_3.fits"]) else {
      return
    }
    let stack = try ExposureStack(name: "VISTA", exposures: exposures, method: .sky)
    let registration = stack.members[1].registration
    #expect(registration.source == .sky)
    #expect(registration.matched > 100 && registration.residual < 0.5)
    let row = try #require(try table("").row(for: "asgr+ProPane/image_3.fits"))
    #expect(distance(registration.map, row.map, exposures[1]) < 0.7)
  }

  @Test("frames of M13 that show next to no star are laid together by correlation")
  func correlation() throws {
    let names = ["M13_blue_0001.fits", "M13_blue_0003.fits", "M13_blue_0005.fits"]
    guard let exposures = try realStack("astropy+astropy-data", names) else { return }
    let stack = try ExposureStack(name: "M13", exposures: exposures, method: .stars)
    #expect(stack.members.count == 3, "\(stack.failures)")
    for member in stack.members.dropFirst() {
      let row = try #require(try table("").row(for: "astropy+astropy-data/" + member.exposure.name))
      #expect(distance(member.registration.map, row.map, member.exposure) < 1.6)
    }
  }

  @Test("the noise of a HAT-P-32 frame, measured against the others, is what its own sky shows")
  func noise() throws {
    let names = [
      "HATP-32171220020012.FITS", "HATP-32171220020612.FITS", "HATP-32171220021212.FITS",
      "HATP-32171220021512.FITS", "HATP-32171220021812.FITS",
    ]
    guard let exposures = try realStack("rzellem+EXOTIC_sampledata", names) else { return }
    let stack = try ExposureStack(name: "HAT-P-32", exposures: exposures, method: .stars)
    let view = try StackView(
      stack, member: 0, channel: 0, window: .middle(width: 650, height: 500, side: 400))
    // Catalogued at 1.37 to 1.38 units from the frame's mesh; warm pixels below eight deviations add to the variance.
    #expect(view.noise > 1.1 && view.noise < 1.9, "\(view.noise)")
    #expect(view.sky.fraction > 0.2)
    #expect(view.catalogue.sources.count > 100)
  }
}
