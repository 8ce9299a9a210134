/// The pages' one style sheet.
enum Style {
  static let text = """
    :root { color-scheme: light dark; }
    body { margin: 0 auto; max-width: 38rem; padding: 0 1rem 3rem; font: 1rem/1.5 system-ui, sans-serif; }
    .note { margin: 0 -1rem; padding: .6rem 1rem; background: #fff3c4; color: #3d2f00; }
    header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem; }
    h1 { font-size: 1.6rem; margin: 1.5rem 0 .5rem; }
    h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
    label { display: block; margin: .8rem 0 .2rem; }
    input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid #767676; \
    border-radius: .4rem; }
    button, .button { display: inline-block; margin: .8rem .5rem 0 0; padding: .6rem 1rem; font: inherit; \
    color: #fff; background: #1c4fc4; border: 1px solid #1c4fc4; border-radius: .4rem; \
    text-decoration: none; cursor: pointer; }
    .quiet { color: inherit; background: none; border-color: #767676; }
    :focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; }
    .row { display: flex; gap: .5rem; }
    .row button { margin: 0; }
    .choices { list-style: none; padding: 0; }
    .choices li { padding: .6rem 0; border-bottom: 1px solid #bbb; }
    .choices span { display: block; font-size: .9rem; }
    .badges { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .5rem; }
    .badge { margin: 0; text-align: left; color: inherit; background: none; border-color: #767676; }
    .error { padding: .6rem 1rem; border-left: .3rem solid #b3261e; background: #fbe9e7; color: #410e0b; }
    """
}
