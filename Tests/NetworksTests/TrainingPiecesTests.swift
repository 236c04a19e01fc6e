import Networks
import Tensors
import TestSupport
import Testing

@Suite("PyTorch trains the same")
struct TrainingPiecesTests {
  // The value is computed in double precision on both sides, and was stored as float32 here.
  @Test("by every loss", arguments: Losses.ids)
  func losses(_ id: String) throws {
    let fixture = try Fixture("training")
    let loss = try #require(Losses.make(id))
    let (output, target) = (try fixture["loss/output"], try fixture["loss/target"])
    let value = Double(try fixture["loss/\(id)/value"].scalars[0])
    #expect(abs(loss.value(output, target) - value) <= 2e-7 * abs(value))
    let gradient = loss.gradient(output, target)
    #expect(agree(gradient, try fixture["loss/\(id)/gradient"], within: 2e-7))
  }

  @Test("by every loss, one file and one line in the list")
  func catalogue() throws {
    let files = try Repository.sourceFiles(in: "Sources/Networks/Losses")
    #expect(
      files.subtracting(["Loss", "Losses"]) == Set(Losses.all.map { String(describing: $0) }))
    #expect(Losses.make("l2") == nil)
  }

  // Six steps, each within some units of float32 rounding of weights near one.
  @Test("by AdamW, step for step, and resumed from its saved state bit for bit")
  func adamW() throws {
    let fixture = try Fixture("training")
    var weights = fixture.group("adamw/start/")
    var optimizer = AdamW(
      state: AdamWState(for: weights), secondDecay: 0.99, weightDecay: 0.05)
    for step in 0..<6 {
      try optimizer.update(
        &weights, gradientsOf: GivenGradients(fixture.group("adamw/\(step)/gradient/")),
        learningRate: 1e-2 / Double(step + 1))
      for name in weights.names {
        let expected = try fixture["adamw/\(step)/weight/\(name)"]
        #expect(agree(try weights.tensor(named: name), expected, within: 5e-7))
      }
      let bytes = SafeTensors.encode(optimizer.state.weights, metadata: [:])
      let restored = try AdamWState(SafeTensors.decode(bytes).weights)
      #expect(restored == optimizer.state)
      optimizer.state = restored
    }
    optimizer.state.step = 5_000_000_123
    #expect(try AdamWState(optimizer.state.weights).step == 5_000_000_123)
  }

  @Test("by the average of weights, and by clipping to a global norm")
  func averageAndClipping() throws {
    let fixture = try Fixture("training")
    var average = ExponentialMovingAverage(
      fixture.group("adamw/start/"), decay: 0.9, warmsUp: false)
    for step in 0..<6 {
      try average.update(fixture.group("adamw/\(step)/weight/"))
      for name in average.average.names {
        let expected = try fixture["average/\(step)/\(name)"]
        #expect(agree(try average.average.tensor(named: name), expected, within: 3e-7))
      }
    }
    let plan = GivenGradients(fixture.group("clip/before/"))
    let norm = try plan.clipGradients(toNorm: 0.5)
    #expect(abs(norm - Double(try fixture["clip/norm"].scalars[0])) <= 3e-7 * norm)
    let short = try plan.gradients
    for name in short.names {
      // PyTorch divides by the norm plus 1e-6.
      let expected = try fixture["clip/after/\(name)"]
      #expect(agree(try short.tensor(named: name), expected, within: 2e-6))
    }
    #expect(try plan.clipGradients(toNorm: 10) < 10)
    #expect(try plan.gradients == short)
  }

  @Test("an average that warms up forgets its start sooner, and goes on from where it was saved")
  func warmUp() throws {
    let (start, end) = (
      Weights([("w", Tensor(repeating: 0, Shape(1)))]),
      Weights([("w", Tensor(repeating: 1, Shape(1)))])
    )
    var average = ExponentialMovingAverage(start, decay: 0.999)
    try average.update(end)
    #expect(average.average["w"]?.scalars == [0.9])
    var restored = ExponentialMovingAverage(
      average.average, decay: 0.999, updates: average.updates)
    try average.update(end)
    try restored.update(end)
    #expect(average == restored)
  }

  @Test("by the schedule of learning rates")
  func schedule() throws {
    let schedule = CosineSchedule(peak: 0.1, final: 0.001, warmUpSteps: 4, totalSteps: 20)
    let rates = try Fixture("training")["schedule"].scalars
    // PyTorch's cosine starts at the peak; our warm-up has just reached it, so step 4 of ours is its step 0.
    for step in 0..<21 {
      #expect(abs(schedule.learningRate(at: step) - Double(rates[step])) <= 1e-8)
    }
    #expect(schedule.learningRate(at: 1_000) == 0.001)
  }
}
