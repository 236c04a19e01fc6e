private import CSEP

/// What a measurement could not do, and why.
package struct SkyMeasurementError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  init(sep status: Int32, task: String) {
    var text = [CChar](repeating: 0, count: 64)
    sep_get_errmsg(status, &text)
    let message = String(
      decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    self.init("SEP failed on the \(task): \(message)")
  }
}
