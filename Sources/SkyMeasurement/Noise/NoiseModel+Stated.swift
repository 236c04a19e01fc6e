extension NoiseModel {
  /// A model whose figures are known: `variance = constant + slope * level`, the level counted from `lowestLevel` on.
  package init(constant: Double, slope: Double, lowestLevel: Double) {
    self.constant = constant
    self.slope = slope
    self.lowestLevel = lowestLevel
    floor = 0.05 * (constant + slope * lowestLevel)
  }
}
