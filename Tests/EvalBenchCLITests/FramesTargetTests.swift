import EvalBenchCLI
import Testing

@Suite("Targets of users' frames")
struct FrameTargetTests {
  private func targets(_ names: [String]) -> [String] {
    FrameTargets.targets(of: names.map { FrameTargets.Clues(name: $0) })
  }

  @Test("frames that differ in their number alone are one target")
  func numbers() {
    #expect(Set(targets(["M13_0001.fits", "M13_0002.fits", "M13 (3).fit.gz"])) == ["M13"])
    #expect(targets(["a/001.fit", "a/002.fit", "b/001.fit"]) == ["a", "a", "b"])
    #expect(Set(targets(["001.fit", "2.fit"])).count == 1)
    #expect(targets(["leo.jpg", "rhooph.jpg"]) == ["leo", "rhooph"])
  }

  @Test("filters of one sky are one target")
  func filters() {
    #expect(Set(targets(["M42_Ha_001.fit", "M42-OIII-1.fit", "M42_R.fit", "M42.fit"])) == ["M42"])
    #expect(Set(targets(["field/J.fits", "field/Ks.fits", "field/r.fits"])) == ["field"])
    #expect(targets(["Lagoon.fit", "other.fit"]) == ["Lagoon", "other"])
  }

  @Test("the header's object counts more than the name, however it is written")
  func objects() {
    let clues = [
      FrameTargets.Clues(name: "x.fit", object: "M 31"),
      FrameTargets.Clues(name: "y.fit", object: "m31 "),
      FrameTargets.Clues(name: "y_2.fit", object: "M33"),
      FrameTargets.Clues(name: "z.fit", object: "Unknown"),
    ]
    #expect(FrameTargets.targets(of: clues) == ["M 31", "M 31", "M33", "z"])
  }

  @Test("bands of one field are one target, also across right ascension 0")
  func places() {
    let clues = [
      FrameTargets.Clues(name: "r.fits", place: SIMD2(359.95, 20)),
      FrameTargets.Clues(name: "i.fits", place: SIMD2(0.05, 20)),
      FrameTargets.Clues(name: "j.fits", place: SIMD2(0.5, 20)),
    ]
    #expect(FrameTargets.targets(of: clues) == ["r", "r", "j"])
  }
}
