/// A page without scripts in the report's own type and colours, for what is no whole report.
package enum PlainPage {
  /// - Parameters:
  ///   - title: plain text.
  ///   - body: markup in which every name is escaped already.
  package static func html(title: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(SafeText.html(SafeText.line(title))) · evalbench</title>
    <style>
    \(String(decoding: HTMLTemplates.style, as: UTF8.self))</style>
    </head>
    <body>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }
}
