"""What the page on lint shows is what lint says."""

TILE = """\
schema: exercise/1
id: tile
version: 1
title: {en: Count the tiles, es: Cuenta las baldosas}
params:
  rows: integer(11, 30)
  columns: integer(11, 30)
let:
  spare: rows + columns
  tiles: rows * columns
prompt:
  en: A floor has {{ rows }} rows of {{ columns }} tiles. How many tiles are that?
  es: Un suelo tiene {{ rows }} filas de baldosas. ¿Cuántas baldosas son?
answers:
  tiles: {type: integer}
misconceptions:
  edge:
    gives: 2*rows + 2*columns
    say: {en: That is the edge of the floor., es: Eso es el borde del suelo.}
  square:
    gives: rows * rows
    say: {en: The floor is no square., es: El suelo no es cuadrado.}
variants:
  separate: [edge]
hints:
  - {en: "It is {{ rows * columns }}.", es: "Son {{ rows * columns }}."}
tests:
  - {answer: {tiles: rows * columns}, expect: {score: 1}}
"""
"""The key in a hint, a value that nothing reads, a number missing in one language, a misconception
that is sometimes right."""


def test_the_page_shows_what_lint_says_of_such_a_file(shell, fences):
    (shown,) = (fence for fence in fences("docs/reference/lint.md") if fence.language == "console")
    command, _, output = shown.text.partition("\n")
    write = f"cat > tile.yaml <<'END'\n{TILE}END\n"
    # Errors are what it is about: the exit code is 3.
    assert shell(f"{write}{command.removeprefix('$ ')} || test $? = 3") == output
