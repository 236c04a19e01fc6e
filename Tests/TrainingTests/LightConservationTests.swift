import Randomness
import Tensors
import Testing
import Training

@Suite("Conservation of light")
struct LightConservationTests {
  private func noise(_ shape: Shape, seed: UInt64, scale: Double) -> Tensor {
    var random = RandomSource(seed: seed, name: "noise")
    return Tensor(shape, (0..<shape.count).map { _ in Float(scale * random.normal()) })
  }

  /// The term and its derivative with the lattice that a fixed stream draws.
  private func term(
    _ conservation: LightConservation, _ output: Tensor, _ input: Tensor
  ) -> (value: Double, gradient: Tensor) {
    var random = RandomSource(seed: 7, name: "lattice")
    var gradient = Tensor(output.shape)
    let value = conservation.add(
      to: &gradient, output: output, input: input, random: &random)
    return (value, gradient)
  }

  @Test("the derivative is that of the value, in finite differences")
  func derivative() {
    let shape = Shape(2, 1, 20, 24)
    let conservation = LightConservation(side: 4, weight: 3)
    let input = noise(shape, seed: 1, scale: 1)
    var output = noise(shape, seed: 2, scale: 0.7)
    let gradient = term(conservation, output, input).gradient
    for index in stride(from: 0, to: shape.count, by: 37) {
      let step: Float = 1e-2
      let middle = output.scalars[index]
      output.scalars[index] = middle + step
      let above = term(conservation, output, input).value
      output.scalars[index] = middle - step
      let below = term(conservation, output, input).value
      output.scalars[index] = middle
      let slope = (above - below) / Double(2 * step)
      // Steps of 1e-2 leave an error of their square, the numbers being of the order of 1e-3.
      #expect(abs(slope - Double(gradient.scalars[index])) < 1e-6)
    }
  }

  @Test("an output whose blocks keep their light costs nothing, however it smooths within them")
  func smoothing() {
    let shape = Shape(1, 1, 32, 32)
    let input = noise(shape, seed: 3, scale: 1)
    let same = term(LightConservation(side: 8, weight: 2), input, input)
    #expect(same.value == 0)
    #expect(same.gradient.scalars.allSatisfy { $0 == 0 })
    // Neighbours that give and take alike keep the mean of every block with even sides, wherever the lattice lies.
    var smoothed = input
    for y in 0..<32 {
      for x in 0..<32 { smoothed.scalars[y * 32 + x] += (x + y).isMultiple(of: 2) ? 0.5 : -0.5 }
    }
    let kept = term(LightConservation(side: 8, weight: 2), smoothed, input)
    // Sums of 64 float32 numbers of the order of 1 are exact to some 1e-6; the term is their square.
    #expect(kept.value < 1e-11)
    var dimmed = input
    for i in dimmed.scalars.indices { dimmed.scalars[i] -= 0.1 }
    let lost = term(LightConservation(side: 8, weight: 2), dimmed, input)
    #expect(lost.value > 0)
    // Whoever lost light is pulled up, by nobody down.
    #expect(
      lost.gradient.scalars.allSatisfy { $0 <= 0 } && lost.gradient.scalars.contains { $0 < 0 })
  }

  @Test("the lattice moves from draw to draw, so that no place is always a block's border")
  func lattice() {
    let shape = Shape(1, 1, 48, 48)
    let (output, input) = (Tensor(repeating: 1, shape), Tensor(shape))
    var random = RandomSource(seed: 11, name: "lattice")
    var corners: Set<Int> = []
    for _ in 0..<40 {
      var gradient = Tensor(shape)
      _ = LightConservation(weight: 1).add(
        to: &gradient, output: output, input: input, random: &random)
      if let first = gradient.scalars.firstIndex(where: { $0 != 0 }) { corners.insert(first) }
    }
    #expect(corners.count > 20)
  }
}
