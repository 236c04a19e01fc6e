import Evaluation
import Testing

@Suite("the memory of measurements")
struct MeasurementCacheTests {
  private struct Large: Measurement {
    var number = 0
    var byteCount: Int { 40 }
  }

  private struct Small: Measurement {}

  /// Numbers each measurement of a plane that it has to make.
  private final class Maker {
    let cache: MeasurementCache
    private(set) var made: [Int] = []

    init(capacity: Int) { cache = MeasurementCache(capacity: capacity) }

    func large(_ plane: Int) throws -> Int {
      try cache.value(Large.self, plane: plane) {
        made.append(plane)
        return Large(number: made.count)
      }.number
    }
  }

  @Test("forgets the longest unused when the latest no longer fits, and makes it again")
  func forgets() throws {
    let maker = Maker(capacity: 100)
    #expect(try [0, 1, 0].map(maker.large) == [1, 2, 1])
    #expect(try maker.large(2) == 3, "planes 0 and 2 fit, plane 1 is the longest unused")
    #expect(try maker.large(0) == 1)
    #expect(try maker.large(1) == 4)
    #expect(maker.made == [0, 1, 2, 1])
  }

  @Test("keeps the latest even where it alone is too large, and whatever is small")
  func keeps() throws {
    let maker = Maker(capacity: 10)
    var smalls = 0
    func small() throws {
      _ = try maker.cache.value(Small.self, plane: 0) {
        smalls += 1
        return Small()
      }
    }
    try small()
    #expect(try [0, 0, 1, 1, 0].map(maker.large) == [1, 1, 2, 2, 3])
    try small()
    #expect(smalls == 1)
  }

  @Test("a measurement that cannot be made is asked for again")
  func failures() throws {
    let cache = MeasurementCache(capacity: 100)
    #expect(throws: NotApplicable.self) {
      try cache.value(Large.self, plane: 0) { throw NotApplicable("not yet") }
    }
    #expect(try cache.value(Large.self, plane: 0) { Large(number: 7) }.number == 7)
  }
}
