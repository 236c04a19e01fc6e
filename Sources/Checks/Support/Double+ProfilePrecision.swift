extension Double {
  /// To a hundred-thousandth of the noise, which no profile of a record reaches.
  var toProfilePrecision: Double { (self * 1e5).rounded() / 1e5 }
}
