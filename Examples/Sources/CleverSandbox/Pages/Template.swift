import Hummingbird
import Mustache

/// The pages' templates, by name. They need nothing from elsewhere: no script, no picture, no font.
enum Template {
  /// Renders a page. A template that does not parse is a fault of this file, which each page's test meets.
  static func page(_ name: String, _ values: [String: Any?], status: Int = 200) -> Response {
    // A template takes an optional that is nil for a text.
    let values = values.compactMapValues { $0 }
    return .html(library.render(values, withTemplate: name) ?? "", status: status)
  }

  private static let library: MustacheLibrary = {
    var library = MustacheLibrary()
    for (name, text) in texts {
      guard (try? library.register(text, named: name)) != nil else {
        preconditionFailure("the template \(name) does not parse")
      }
    }
    return library
  }()

  private static let texts = [
    "frame": frame, "schools": schools, "signIn": signIn, "confirm": confirm, "consent": consent,
    "problem": problem, "portal": portal,
  ]

  private static let frame = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}} – Clever sandbox</title>
    <link rel="icon" href="data:,">
    <style>
    \(Style.text)
    </style>
    </head>
    <body>
    <p class="note" role="note"><strong>Sandbox.</strong> This is not Clever, and nothing leaves this \
    machine.</p>
    {{#person}}
    <header>
    <p>Signed in as <strong>{{name}}</strong>, {{roles}}</p>
    <form method="post" action="/logout"><button class="quiet">Log out</button></form>
    </header>
    {{/person}}
    <main>
    <h1>{{title}}</h1>
    {{$content}}{{/content}}
    </main>
    </body>
    </html>
    """

  private static let schools = """
    {{<frame}}{{$content}}
    {{#app}}<p>to sign in to <strong>{{app}}</strong></p>{{/app}}
    <form method="get" action="{{action}}">
    {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">{{/fields}}
    <label for="search">School, district or district ID</label>
    <div class="row"><input id="search" name="school" value="{{search}}"><button>Search</button></div>
    </form>
    <ul class="choices">
    {{#districts}}<li><a href="{{link}}">{{name}}</a><span>{{schools}}</span></li>{{/districts}}
    {{^districts}}<li>No district has a school of that name.</li>{{/districts}}
    </ul>
    {{/content}}{{/frame}}
    """

  private static let signIn = """
    {{<frame}}{{$content}}
    <p>at {{district}}{{#app}}, to go on to <strong>{{app}}</strong>{{/app}}</p>
    {{#failed}}<p class="error" role="alert">No user has that name and password. \
    Every password here is “clever”.</p>{{/failed}}
    <form method="post" action="/oauth/sign-in">
    <input type="hidden" name="continue" value="{{continue}}">
    <input type="hidden" name="district" value="{{districtID}}">
    <label for="username">User name, email address or number</label>
    <input id="username" name="username" autocomplete="off" autocapitalize="none" required>
    <label for="password">Password (everybody’s is “clever”)</label>
    <input id="password" name="password" type="password" autocomplete="off" required>
    <button>Log in</button>
    </form>
    <h2>Or with one click, as with a badge</h2>
    <form method="post" action="/oauth/sign-in" class="badges">
    <input type="hidden" name="continue" value="{{continue}}">
    <input type="hidden" name="district" value="{{districtID}}">
    {{#badges}}<button class="badge" name="user" value="{{id}}"><strong>{{name}}</strong> {{roles}}</button>{{/badges}}
    </form>
    {{/content}}{{/frame}}
    """

  private static let confirm = """
    {{<frame}}{{$content}}
    <p>Somebody is signed in on this device as <strong>{{name}}</strong>.</p>
    <p><a class="button" href="{{continue}}">Yes, I am {{name}}</a></p>
    <form method="post" action="/oauth/switch">
    <input type="hidden" name="continue" value="{{continue}}">
    <button class="quiet">Not {{name}}? Switch user</button>
    </form>
    {{/content}}{{/frame}}
    """

  private static let consent = """
    {{<frame}}{{$content}}
    <p><strong>{{app}}</strong> asks you, {{name}}, to share:</p>
    <ul>
    <li>your name and email address</li>
    <li>your classes, now and in future</li>
    <li>your students’ first names, the first letter of their last names, and their grades</li>
    </ul>
    <form method="post" action="/oauth/consent">
    <input type="hidden" name="continue" value="{{continue}}">
    <button name="decision" value="allow">Share my classes</button>
    <button class="quiet" name="decision" value="deny">Do not share</button>
    </form>
    <form method="post" action="/oauth/switch">
    <input type="hidden" name="continue" value="{{continue}}">
    <button class="quiet">Not {{name}}? Switch user</button>
    </form>
    {{/content}}{{/frame}}
    """

  private static let problem = """
    {{<frame}}{{$content}}
    <p class="error" role="alert">{{text}}</p>
    <p><a href="/">To the portal</a></p>
    {{/content}}{{/frame}}
    """

  private static let portal = """
    {{<frame}}{{$content}}
    <h2>Apps</h2>
    <ul class="choices">
    {{#apps}}<li>{{#link}}<a href="{{link}}">{{name}}</a>{{/link}}{{^link}}{{name}}{{/link}}\
    <span>{{note}}</span></li>{{/apps}}
    {{^apps}}<li>No app is there for you.</li>{{/apps}}
    </ul>
    {{#library}}<h2>Library</h2>
    <ul class="choices"><li><a href="{{link}}">Get {{name}}</a>\
    <span>share your classes with it</span></li></ul>{{/library}}
    {{/content}}{{/frame}}
    """
}
