internal import Reports
internal import Testing

@Suite("text and numbers")
struct TextTests {
  @Test(
    "writes numbers for people",
    arguments: [
      (34.2149, "34.21"), (-0.00123456, "−0.00123"), (0, "0"), (-0.0, "0"), (12, "12"),
      (0.0999999, "0.100"), (999.96, "1000"), (12345.678, "12\u{202F}350"),
      (1_234_567.5, "1.235\u{202F}×\u{202F}10⁶"), (3.2e-5, "3.20\u{202F}×\u{202F}10⁻⁵"),
      (.nan, "not a number"), (-.infinity, "−∞"), (1e300, "1.000\u{202F}×\u{202F}10³⁰⁰"),
    ] as [(Double, String)])
  func numbers(value: Double, expected: String) { #expect(NumberFormat.text(value) == expected) }

  @Test("groups whole numbers of five digits and more")
  func integers() {
    #expect(NumberFormat.integer(1234) == "1234")
    #expect(NumberFormat.integer(-1_234_567) == "−1\u{202F}234\u{202F}567")
    #expect(NumberFormat.integer(.min).hasPrefix("−9\u{202F}223"))
  }

  @Test("escapes quotes even where an accent hides them in a character")
  func escaping() {
    let found = SafeText.html("\"\u{301}<\u{338}&'")
    #expect(found == "&quot;\u{301}&lt;\u{338}&amp;&#39;")
  }

  @Test("makes controls and direction marks visible")
  func controls() {
    #expect(SafeText.line("a\u{0}b\nc\u{7F}\u{202E}d") == "a␀b␊c␡[U+202E]d")
    #expect(SafeText.block("a: 1\n\tb\r") == "a: 1\n\tb␍")
    #expect(SafeText.line("Hα, é, 星, 🔭") == "Hα, é, 星, 🔭", "honest text stays")
  }
}
