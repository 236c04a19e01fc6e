import Dispatch
import FourierTransforms
import Synchronization
import Testing

@Suite("Fourier plans")
struct FourierPlanTests {
  private func ramp(_ width: Int, _ height: Int) -> [Double] {
    (0..<width * height).map { Double(($0 * 7919) % 104_729) / 104_729 - 0.5 }
  }

  @Test("a small transform has the coefficients of its defining sum")
  func coefficients() throws {
    // The plane [[1, 2], [3, 5]]: sum 11, column difference -3, row difference -5, both 1.
    let plan = try FourierPlan(width: 2, height: 2)
    let spectrum = plan.withSpectrum(of: [1, 2, 3, 5]) { $0.map { $0.0 } }
    #expect(spectrum == [11, -3, -5, 1])
  }

  @Test("an unaltered spectrum gives the plane back", arguments: [(1, 1), (7, 3), (64, 30)])
  func inverse(width: Int, height: Int) throws {
    let values = ramp(width, height)
    let back = try FourierPlan(width: width, height: height).altered(values) { _ in }
    for (a, b) in zip(values, back) { #expect(abs(a - b) < 1e-14) }
  }

  @Test("a plane without pixels is refused in words")
  func empty() {
    #expect(throws: FourierError.self) { _ = try FourierPlan(width: 0, height: 4) }
    #expect(throws: FourierError.self) { _ = try FourierPlan(width: 4, height: -1) }
  }

  @Test("plans made and dropped on many threads at once give the bits of one thread")
  func threads() throws {
    let sizes = (0..<64).map { (24 + $0 % 17, 20 + $0 % 13) }
    let alone = try sizes.map { width, height in
      try FourierPlan(width: width, height: height).withSpectrum(of: ramp(width, height)) {
        $0.map { $0.0 }
      }
    }
    let differing = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 640) { turn in
      let index = turn % sizes.count
      let (width, height) = sizes[index]
      let plan = try? FourierPlan(width: width, height: height)
      let spectrum = plan?.withSpectrum(of: ramp(width, height)) { $0.map { $0.0 } }
      if spectrum != alone[index] { differing.withLock { $0.append(turn) } }
    }
    #expect(differing.withLock { $0 } == [])
  }
}
