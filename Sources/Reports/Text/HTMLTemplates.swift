private import Mustache

/// The page's templates, compiled into the program.
package enum HTMLTemplates {
  /// Every template by its name: the file's name in `Templates` without `.mustache`.
  package static let sources: [(name: String, bytes: [UInt8])] = [
    ("cost", PackageResources.cost_mustache),
    ("images", PackageResources.images_mustache),
    ("limits", PackageResources.limits_mustache),
    ("page", PackageResources.page_mustache),
    ("picture", PackageResources.picture_mustache),
    ("provenance", PackageResources.provenance_mustache),
    ("reading", PackageResources.reading_mustache),
    ("scenes", PackageResources.scenes_mustache),
    ("scorecard", PackageResources.scorecard_mustache),
    ("script", PackageResources.script_mustache),
    ("selection", PackageResources.selection_mustache),
    ("style", PackageResources.style_mustache),
    ("tokens", PackageResources.tokens_mustache),
    ("training", PackageResources.training_mustache),
    ("verdict", PackageResources.verdict_mustache),
  ]

  /// Renders the page; everything between two braces is escaped by `SafeText.html`.
  static func render(_ page: Page) throws -> String {
    MustacheContentTypes.register(ByteEscapedHTML(), named: contentType)
    var templates: [String: MustacheTemplate] = [:]
    for (name, bytes) in sources {
      // A partial starts with the package's own escaping, which works by characters: every template asks for ours.
      let text = "{{% CONTENT_TYPE:\(contentType)}}" + String(decoding: bytes, as: UTF8.self)
      templates[name] = try MustacheTemplate(string: text)
    }
    guard
      let text = MustacheLibrary(templates: templates).render(page, withTemplate: "page")
    else { throw TemplateError(name: "page") }
    return text
  }

  private static let contentType = "EVALBENCH-HTML"

  private struct ByteEscapedHTML: MustacheContentType {
    func escapeText(_ text: String) -> String { SafeText.html(text) }
  }
}

/// A template that the program does not contain.
struct TemplateError: Error, CustomStringConvertible {
  var name: String

  var description: String {
    "template '\(name)' is not in the program; add it to HTMLTemplates.sources"
  }
}
