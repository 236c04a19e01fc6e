/// The part of the page's address behind `#` that restores a view of the image explorer.
///
/// Names and values as in a web form: `image=m31&candidate=unet`. All keys stand in docs/report.md.
package enum ViewFragment {
  package static func text(image: String, candidate: String? = nil) -> String {
    "image=\(escaped(image))" + (candidate.map { "&candidate=\(escaped($0))" } ?? "")
  }

  /// Escapes everything but letters, digits and `-._~`.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let code = String(byte, radix: 16, uppercase: true)
        result += code.count == 1 ? "%0\(code)" : "%\(code)"
      }
    }
    return result
  }
}
