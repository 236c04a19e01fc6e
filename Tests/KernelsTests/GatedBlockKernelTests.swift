import KernelTable
import Kernels
import Testing

@Suite("NAFNet's block in two passes, against double precision")
struct GatedBlockKernelTests {
  /// Shapes with several columns of tiles, several bands and steps, blocks of odd number, and images of a few pixels.
  static let cases = [
    DirectGatedBlock(channels: 16, batch: 1, height: 19, width: 330),
    DirectGatedBlock(channels: 32, batch: 2, height: 70, width: 12),
    DirectGatedBlock(channels: 48, batch: 3, height: 9, width: 7),
    DirectGatedBlock(channels: 64, batch: 1, height: 67, width: 20),
    DirectGatedBlock(channels: 16, batch: 9, height: 1, width: 2),
  ]

  /// A kernel with its inputs, in memory of its own.
  private final class Fixture {
    let block: DirectGatedBlock
    let kernel: GatedBlockKernel
    let input: [Float]
    let gradient: [Float]
    let parameters: [[Float]]
    let source: TestImage
    let gated: TestImage
    let result: TestImage
    private let memory: [AlignedMemory]
    private let sums: [AlignedMemory]

    init(_ block: DirectGatedBlock, _ level: CPULevel, workers: Int = 2, differentiates: Bool) {
      self.block = block
      let context = KernelContext(level: level, workers: workers)
      kernel = GatedBlockKernel(
        context, channels: block.channels, batch: block.batch, height: block.height,
        width: block.width, epsilon: Float(block.epsilon), differentiates: differentiates)
      context.allocate()
      input = uniform(block.count, seed: 1)
      gradient = uniform(block.count, seed: 2)
      parameters = block.parameterCounts.enumerated().map { index, count in
        // Weights near the size that training starts with; vectors of any size.
        let spread = count > 2 * block.channels ? 1 / Float(block.channels).squareRoot() : 1
        return uniform(count, seed: UInt64(10 + index)).map { $0 * spread }
      }
      memory = parameters.map { scalars in
        let memory = AlignedMemory(scalars: scalars.count)
        memory.pointer.update(from: scalars, count: scalars.count)
        return memory
      }
      sums = parameters.map { AlignedMemory(scalars: $0.count) }
      func image(_ scalars: [Float]? = nil) -> TestImage {
        TestImage(block.batch, block.channels, block.height, block.width, scalars)
      }
      source = image(input)
      gated = image()
      result = image()
      kernel.pack(DirectGatedBlock.parameters(memory.map(\.pointer)))
    }

    /// The source's gradient, added to what is given, and the parameters' gradients.
    func backward(addingTo old: [Float]?) -> (source: [Float], parameters: [[Float]]) {
      func image(_ scalars: [Float]?) -> TestImage {
        TestImage(block.batch, block.channels, block.height, block.width, scalars)
      }
      let target = image(old)
      let incoming = image(gradient)
      withExtendedLifetime(incoming) {
        kernel.backward(
          source: source.image.blocked, gated: gated.image.blocked,
          gradient: incoming.image.blocked, sourceGradient: target.image.blocked,
          accumulates: old != nil, parameters: DirectGatedBlock.parameters(memory.map(\.pointer)),
          gradients: DirectGatedBlock.parameters(sums.map(\.pointer)))
      }
      return (
        target.scalars,
        sums.map { Array(UnsafeBufferPointer(start: $0.pointer, count: $0.scalars)) }
      )
    }
  }

  /// The stated maximum relative error: five products of up to 128 terms in a row, two of them normalised.
  static let tolerance = AccuracyPage.bound("gated-block")

  @Test(
    "computes what the definition says, with and without an image for the gate", arguments: cases)
  func forward(_ block: DirectGatedBlock) {
    var expected: [Double]?
    for level in CPULevel.supported {
      let fixture = Fixture(block, level, differentiates: false)
      let right =
        expected
        ?? block.forward(
          fixture.input.map(Double.init),
          DirectGatedBlock.parameters(fixture.parameters.map { $0.map(Double.init) }))
      expected = right
      for gated in [fixture.gated, fixture.result] {
        fixture.kernel.forward(
          source: fixture.source.image.blocked, gated: gated.image.blocked,
          destination: fixture.result.image.blocked)
        let error = relativeError(fixture.result.scalars, right)
        #expect(AccuracyPage.noted(error, "gated-block", "forward", level) < Self.tolerance)
      }
    }
  }

  @Test(
    "differentiates: each gradient agrees with central differences in double precision",
    arguments: cases)
  func gradient(_ block: DirectGatedBlock) {
    var slopes: [Double]?
    for level in CPULevel.supported {
      let fixture = Fixture(block, level, differentiates: true)
      let directions = ([block.count] + block.parameterCounts).enumerated().map {
        uniform($1, seed: UInt64(50 + $0)).map(Double.init)
      }
      let expected = slopes ?? self.slopes(fixture, directions)
      slopes = expected
      fixture.kernel.forward(
        source: fixture.source.image.blocked, gated: fixture.gated.image.blocked,
        destination: fixture.result.image.blocked)
      let (source, parameters) = fixture.backward(addingTo: nil)
      for (index, gradient) in ([source] + parameters).enumerated() {
        var (slope, spread) = (0.0, 1e-9)
        for (g, d) in zip(gradient, directions[index]) {
          slope += Double(g) * d
          spread += Double(g) * Double(g) * d * d
        }
        // Rounding of each term is independent: the error is a fraction of the terms' root sum of squares.
        let error = abs(slope - expected[index]) / spread.squareRoot()
        let name = index == 0 ? "source" : DirectGatedBlock.parameterNames[index - 1]
        #expect(error < 2e-5, "\(name) at \(level)")
      }
    }
  }

  /// The change of the result's product with the gradient along each direction.
  private func slopes(_ fixture: Fixture, _ directions: [[Double]]) -> [Double] {
    let start = [fixture.input.map(Double.init)] + fixture.parameters.map { $0.map(Double.init) }
    let step = 1e-4
    return start.indices.map { index in
      let sides = [step, -step].map { step in
        var values = start
        for i in values[index].indices { values[index][i] += step * directions[index][i] }
        let result = fixture.block.forward(
          values[0], DirectGatedBlock.parameters(Array(values.dropFirst())))
        return zip(result, fixture.gradient).reduce(0) { $0 + $1.0 * Double($1.1) }
      }
      return (sides[0] - sides[1]) / (2 * step)
    }
  }

  @Test(
    "adds to a gradient that is there already, and gives the same bits for any number of workers",
    arguments: cases)
  func accumulation(_ block: DirectGatedBlock) {
    let old = uniform(block.count, seed: 9)
    let results = [1, 3].map { workers in
      let fixture = Fixture(block, .current, workers: workers, differentiates: true)
      fixture.kernel.forward(
        source: fixture.source.image.blocked, gated: fixture.gated.image.blocked,
        destination: fixture.result.image.blocked)
      return fixture
    }
    let added = results.map { $0.backward(addingTo: old) }
    #expect(added[0].source == added[1].source)
    #expect(added[0].parameters == added[1].parameters)
    #expect(results[0].result.scalars == results[1].result.scalars)
    let plain = Fixture(block, .current, differentiates: true)
    plain.kernel.forward(
      source: plain.source.image.blocked, gated: plain.gated.image.blocked,
      destination: plain.result.image.blocked)
    let alone = plain.backward(addingTo: nil).source
    let expected = zip(alone, old).map { Double($0) + Double($1) }
    #expect(relativeError(added[0].source, expected) < 1e-6)
  }
}
