internal import KernelTable

/// One step of AdamW on some weights; products are rounded before they are added, so that every level gives the same bits.
func adam(
  _ step: UnsafePointer<AdamStep>, _ weights: Floats, _ gradient: UnsafePointer<Float>,
  _ first: Floats, _ second: Floats, _ count: Int
) {
  let s = step.pointee
  let decay = broadcast(s.decay), size = broadcast(s.size), epsilon = broadcast(s.epsilon)
  let firstShare = broadcast(s.firstShare), secondShare = broadcast(s.secondShare)
  let keep = broadcast(s.second), correction = broadcast(s.secondCorrection)
  var i = 0
  while i &+ 16 <= count {
    let g = UnsafeRawPointer(gradient + i).loadUnaligned(as: Vector.self)
    let m = load(first + i) + (g - load(first + i)) * firstShare
    let v = load(second + i) * keep + secondShare * g * g
    store(first + i, m)
    store(second + i, v)
    let denominator = v.squareRoot() / correction + epsilon
    store(weights + i, load(weights + i) * decay - size * (m / denominator))
    i &+= 16
  }
  while i < count {
    let g = gradient[i]
    let m = first[i] + (g - first[i]) * s.firstShare
    let v = second[i] * s.second + s.secondShare * g * g
    first[i] = m
    second[i] = v
    let denominator = v.squareRoot() / s.secondCorrection + s.epsilon
    weights[i] = weights[i] * s.decay - s.size * (m / denominator)
    i &+= 1
  }
}
