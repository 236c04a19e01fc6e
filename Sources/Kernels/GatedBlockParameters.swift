/// What NAFNet's block learns, each as a `Value`: a name in the plan, memory in the kernel.
public struct GatedBlockParameters<Value> {
  /// Weights `(c)` and bias of the first normalisation.
  public var norm1: (weight: Value, bias: Value)
  /// The 1x1 convolution `(2c, c)` before the depthwise one.
  public var expansion1: (weight: Value, bias: Value)
  /// The depthwise convolution `(2c, 3, 3)`.
  public var depthwise: (weight: Value, bias: Value)
  /// The 1x1 convolution `(c, c)` of the channels' means.
  public var attention: (weight: Value, bias: Value)
  /// The 1x1 convolution `(c, c)` that ends the first branch.
  public var projection1: (weight: Value, bias: Value)
  /// The first branch's factors `(c)`.
  public var beta: Value
  /// Weights `(c)` and bias of the second normalisation.
  public var norm2: (weight: Value, bias: Value)
  /// The 1x1 convolution `(2c, c)` before the second gate.
  public var expansion2: (weight: Value, bias: Value)
  /// The 1x1 convolution `(c, c)` that ends the second branch.
  public var projection2: (weight: Value, bias: Value)
  /// The second branch's factors `(c)`.
  public var gamma: Value

  public init(
    norm1: (weight: Value, bias: Value), expansion1: (weight: Value, bias: Value),
    depthwise: (weight: Value, bias: Value), attention: (weight: Value, bias: Value),
    projection1: (weight: Value, bias: Value), beta: Value, norm2: (weight: Value, bias: Value),
    expansion2: (weight: Value, bias: Value), projection2: (weight: Value, bias: Value),
    gamma: Value
  ) {
    self.norm1 = norm1
    self.expansion1 = expansion1
    self.depthwise = depthwise
    self.attention = attention
    self.projection1 = projection1
    self.beta = beta
    self.norm2 = norm2
    self.expansion2 = expansion2
    self.projection2 = projection2
    self.gamma = gamma
  }

  /// The same parameters as something else.
  public func map<Other>(_ change: (Value) -> Other) -> GatedBlockParameters<Other> {
    func both(_ pair: (weight: Value, bias: Value)) -> (weight: Other, bias: Other) {
      (change(pair.weight), change(pair.bias))
    }
    return GatedBlockParameters<Other>(
      norm1: both(norm1), expansion1: both(expansion1), depthwise: both(depthwise),
      attention: both(attention), projection1: both(projection1), beta: change(beta),
      norm2: both(norm2), expansion2: both(expansion2), projection2: both(projection2),
      gamma: change(gamma))
  }
}

extension GatedBlockParameters: Sendable where Value: Sendable {}
