#!/usr/bin/env python3
"""Write a synthetic school district as Clever CSV. The same arguments give the same bytes, on any Python 3.

    district.py DIR --schools 200 --seed 1                 100,000 students, 1,000,000 enrollments
    district.py DIR --schools 200 --seed 1 --changed 1     the same district, a little later
    district.py DIR --schools 20 --seed 1 --messy          with what real files have

A school depends on the seed and on its own number (and its neighbour's) only, so a larger district begins
with the schools of a smaller one. Prints what an import into an empty store must count, as one JSON line.
All people are made up.
"""
import argparse
import json
import random
import tempfile
from pathlib import Path

# ---------------------------------------------------------------- vocabulary

GIVEN = """Abelia Adan Aisha Amparo Aurelio Bente Brenna Caio Calla Corin Dalia Davin Deshi Dov Edda Elan Elowen
Emeka Enzo Fenna Fiorella Galen Gwenda Halim Hana Idris Ilse Imani Jaro Jovana Kaveh Keira Kenji Lazlo Leilani
Linnea Malik Marit Mateo Nadia Nilo Odalys Orrin Petra Priya Quill Ramiro Rosalba Sabela Senna Tamsin Tomasz
Uma Vesna Wendell Xiomara Yara Zephyr Zora Íñigo Begoña José Renée Zoë Søren Chloé 明川 小雨 思远""".split()
FAMILY_HEADS = """Alder Amber Ash Bel Brim Cald Cor Dell Elm Fair Fen Gal Hart Hol Iver Kel Lin Mar Nor Oak Pen Quin
Ros Sel Tarn Thorn Ul Ver Wex Yar""".split()
FAMILY_TAILS = "bury croft dahl ette field gate holt ingar lowe mere nova quist rane stead ton vale wick yard".split()
FAMILY_OTHERS = """Nuñarez Peñalor Ibáñeral Forrézac Léméric Brûland Müllbrand Øvergard Åkerlow Şahinel O'Dellan Tam-Rivel
李 欧阳 王""".split() + ["St. Corvane", "de la Marenne", "van der Holm"]
FAMILY = [head + tail for head in FAMILY_HEADS for tail in FAMILY_TAILS] + FAMILY_OTHERS * 6
PLAIN_LETTERS = str.maketrans("áéíóúñëèêûüøåşÍØÅŞ李欧阳王明川小雨思远' -.", "aeiouneeeuuoasioasloywmcxysy    ")

# Course name and Clever's own subject for it.
COURSES = [
    ("Algebra I", "math"), ("Algebra I, Honors", "math"), ("Geometry", "math"), ("Mathematics", "math"),
    ("English Language Arts", "english/language arts"), ("Reading and Writing", "english/language arts"),
    ("World Literature", "english/language arts"), ("Biology", "science"), ("Earth Science", "science"),
    ("Chemistry", "science"), ("Science", "science"), ("World History", "social studies"),
    ("Social Studies", "social studies"), ("Geography", "social studies"), ("Spanish I", "language"),
    ("French II", "language"), ("Español para hablantes", "language"), ("Homeroom", "homeroom/advisory"),
    ("Advisory", "homeroom/advisory"), ("Physical Education", "PE and health"), ("Health", "PE and health"),
    ("Choir", "arts and music"), ("Visual Arts", "arts and music"),
    ("Computer Science", "technology and engineering"), ("Driver's Education", "other"),
]
LEVELS = [  # kind of school, its grades
    ("Elementary School", ["Kindergarten", "1", "2", "3", "4", "5"]),
    ("Middle School", ["6", "7", "8"]),
    ("High School", ["9", "10", "11", "12"]),
]
SCHOOL_YEAR_ENDS = 2026

COLUMNS = {
    "schools": "School_id School_name School_number State_id Low_grade High_grade Principal",
    "students": "School_id Student_id Student_number State_id Last_name Middle_name First_name Gender DOB Grade"
                " Graduation_year Student_email Username Contact_name Contact_type",
    "teachers": "School_id Teacher_id Teacher_number State_teacher_id Last_name Middle_name First_name"
                " Teacher_email Title Username",
    "sections": "School_id Section_id Teacher_id Teacher_2_id Teacher_3_id Teacher_4_id Name Section_number Grade"
                " Course_name Course_number Course_description Period Subject Term_name Term_start Term_end",
    "enrollments": "School_id Section_id Student_id",
    "staff": "School_id Staff_id Staff_email First_name Last_name Department Title Username Role",
}
COLUMNS = {table: columns.split() for table, columns in COLUMNS.items()}

UNKNOWN_STUDENT, UNKNOWN_TEACHER = "000000001", "0000001"  # real ones never begin with 0


class Dice:
    """Chance from a name. Only `random()` is used: it alone stays the same from one Python to the next."""

    def __init__(self, *name):
        self.roll = random.Random("/".join(map(str, name))).random

    def below(self, limit):
        return int(self.roll() * limit)

    def pick(self, choices):
        return choices[int(self.roll() * len(choices))]

    def chance(self, probability):
        return self.roll() < probability

    def shuffle(self, items):
        for last in range(len(items) - 1, 0, -1):
            other = int(self.roll() * (last + 1))
            items[last], items[other] = items[other], items[last]


def scattered(number, low, high, step):
    """The number-th of the integers low..<high in a scattered order, each once (step is coprime to the span)."""
    return str(low + number * step % (high - low))


def plain(name):
    return name.lower().translate(PLAIN_LETTERS).replace(" ", "")


# ---------------------------------------------------------------- one school

class School:
    """Its rows, and the rows that stand in its files without counting anew (`also`): repeats and faulty ones."""

    def __init__(self, index, size, seed):
        self.index, self.size = index, size
        self.id = f"{index + 1:04d}"
        self.kind, self.grades = LEVELS[index % len(LEVELS)]
        self.dice = Dice(seed, "school", index)
        self.also = {table: [] for table in COLUMNS}
        self.unknown = {UNKNOWN_TEACHER}
        self.schools = [self.school_row()]
        self.students = [self.student_row(index * size.students + number) for number in range(size.students)]
        self.teachers = [self.teacher_row(index * size.teachers + number) for number in range(size.teachers)]
        self.staff = [self.staff_row(index * size.staff + number) for number in range(size.staff)]
        if index % 3 == 0 and size.teachers > 1 and size.students > 8:
            self.teachers[1]["Teacher_id"] = self.students[8]["Student_id"]  # two people, one SIS ID
        self.sections = [self.section_row(number) for number in range(size.sections)]
        self.rosters = self.deal_rosters()

    def school_row(self):
        family = self.dice.pick(FAMILY)
        return {
            "School_id": self.id, "School_name": f"{family} {self.kind}", "School_number": str(self.index + 1),
            "State_id": str(30000 + self.index), "Low_grade": self.grades[0], "High_grade": self.grades[-1],
            "Principal": f"{self.dice.pick(GIVEN)} {self.dice.pick(FAMILY)}",
        }

    def student_row(self, number):
        dice = self.dice
        given, family = dice.pick(GIVEN), dice.pick(FAMILY)
        sis_id = scattered(number, 100_000_000, 1_000_000_000, 611_953_771)
        grade = dice.pick(self.grades)
        years = 0 if grade == "Kindergarten" else int(grade)
        account = f"{plain(given)}.{plain(family)}{number}"
        return {
            "School_id": self.id, "Student_id": sis_id, "Student_number": sis_id,
            "State_id": str(200_000_000 + number), "Last_name": family,
            "Middle_name": dice.pick("ABCDEFGHJKLMNOPRSTVW") if dice.chance(0.6) else "", "First_name": given,
            "Gender": dice.pick(("male", "female", "M", "F", "X", "")),
            "DOB": self.date(1 + dice.below(12), 1 + dice.below(28), SCHOOL_YEAR_ENDS - 6 - years),
            "Grade": grade, "Graduation_year": str(SCHOOL_YEAR_ENDS + 12 - years),
            "Student_email": "" if dice.chance(0.08) else account + "@students.example.org", "Username": account,
            "Contact_name": f"{dice.pick(GIVEN)} {family}", "Contact_type": dice.pick(("Parent", "Guardian", "Aunt")),
        }

    def date(self, month, day, year):
        """Every fourth school writes short dates."""
        return f"{month}/{day}/{year % 100:02d}" if self.index % 4 == 1 else f"{month:02d}/{day:02d}/{year}"

    def teacher_row(self, number):
        dice = self.dice
        given, family = dice.pick(GIVEN), dice.pick(FAMILY)
        account = f"{plain(given)}.{plain(family)}{number}"
        return {
            "School_id": self.id, "Teacher_id": scattered(number, 1_000_000, 10_000_000, 6_119_531),
            "Teacher_number": str(500_000 + number), "State_teacher_id": str(700_000_000 + number),
            "Last_name": family, "Middle_name": "", "First_name": given,
            "Teacher_email": "" if dice.chance(0.02) else account + "@example.org",
            "Title": f"{dice.pick(COURSES)[0]} Teacher", "Username": account,
        }

    def staff_row(self, number):
        dice = self.dice
        given, family = dice.pick(GIVEN), dice.pick(FAMILY)
        account = f"{plain(given)}.{plain(family)}.{number}"
        return {
            "School_id": self.id, "Staff_id": str(12_000 + number), "Staff_email": account + "@office.example.org",
            "First_name": given, "Last_name": family, "Department": dice.pick(("Office", "Library", "Technology")),
            "Title": dice.pick(("Principal", "Secretary", "Librarian")), "Username": account, "Role": "",
        }

    def section_row(self, number):
        dice, taught = self.dice, len(self.teachers)
        teacher = self.teachers[number % taught]
        course = dice.below(len(COURSES))
        name, subject = COURSES[course]
        others = []
        if dice.chance(0.15):  # a co-teacher, now and then two
            others = [(number + 1 + dice.below(taught)) % taught for _ in range(2 if dice.chance(0.2) else 1)]
        others = [self.teachers[other]["Teacher_id"] for other in dict.fromkeys(others) if other != number % taught]
        row = dict.fromkeys(COLUMNS["sections"], "")
        row.update({
            "School_id": self.id, "Section_id": str(100_000 + self.index * self.size.sections + number),
            "Teacher_id": teacher["Teacher_id"], "Name": f"{name} - {100 + course} - {teacher['Last_name']}",
            "Section_number": str(number + 1), "Grade": dice.pick(self.grades),
            "Course_name": "" if dice.chance(0.05) else name, "Course_number": str(100 + course),
            "Period": "" if dice.chance(0.05) else str(1 + number * 10 // self.size.sections),
            "Subject": subject if dice.chance(0.1) else "", "Term_name": "Y1",
            "Term_start": self.date(8, 18, SCHOOL_YEAR_ENDS - 1), "Term_end": self.date(6, 12, SCHOOL_YEAR_ENDS),
        })
        for position, sis_id in enumerate(others, 2):
            row[f"Teacher_{position}_id"] = sis_id
        return row

    def deal_rosters(self):
        """A roster a section, dealt like cards: with the usual sizes everybody has one section each period."""
        ids = [student["Student_id"] for student in self.students]
        seats = min(self.size.enrollments, len(ids))
        rosters, deck = [], []
        for _ in self.sections:
            if len(deck) < seats:
                deck = ids[:]
                self.dice.shuffle(deck)
            rosters.append(deck[:seats])
            del deck[:seats]
        return rosters

    def receive_visitor(self, neighbour):
        """Every fourth school shares a teacher with the one before: a repeated row, and the last section."""
        if self.index % 4 != 1 or len(neighbour.teachers) < 3 or not self.sections:
            return
        visitor = dict(neighbour.teachers[2], School_id=self.id)
        self.also["teachers"].append(visitor)
        self.sections[-1]["Teacher_id"] = visitor["Teacher_id"]

    def taught_by(self, section):
        ids = [section["Teacher_id"]] + [section[f"Teacher_{position}_id"] for position in (2, 3, 4)]
        return {sis_id for sis_id in ids if sis_id and sis_id not in self.unknown}

    def enrollment_rows(self):
        for section, roster in zip(self.sections, self.rosters):
            for student in roster:
                yield {"School_id": self.id, "Section_id": section["Section_id"], "Student_id": student}
        yield from self.also["enrollments"]


# ---------------------------------------------------------------- a later day

FIRST_THAT_MAY_MOVE = 10  # the students before it carry the quirks


def change(school, percent, seed, arriving, is_last, counts):
    """Renames, moves and other enrollments, `percent` of each. Returns the students who leave for the next school."""
    dice, rate = Dice(seed, "change", school.index), percent / 100
    leaving = []
    for number, student in enumerate(school.students):
        if not dice.chance(rate):
            continue
        if dice.chance(0.1) and number >= FIRST_THAT_MAY_MOVE and not is_last:
            leaving.append(student)
        else:
            student["Last_name"] += "-" + dice.pick(FAMILY_HEADS)
            counts["students_renamed"] += 1
    for teacher in school.teachers:
        if dice.chance(rate):
            teacher["Last_name"] += "-" + dice.pick(FAMILY_HEADS)
            counts["teachers_renamed"] += 1
    gone = {student["Student_id"] for student in leaving}
    school.students = [student for student in school.students if student["Student_id"] not in gone]
    change_rosters(school, rate, dice, gone, counts)
    for student in arriving:
        student["School_id"] = school.id
        school.students.append(student)
        for roster in dict.fromkeys(dice.below(len(school.rosters)) for _ in range(10)):
            school.rosters[roster].append(student["Student_id"])
            counts["enrollments_started"] += 1
    counts["students_moved"] += len(arriving)
    return leaving


def change_rosters(school, rate, dice, gone, counts):
    ids = [student["Student_id"] for student in school.students]
    for number, before in enumerate(school.rosters):
        staying = [student for student in before if student not in gone and not dice.chance(rate / 2)]
        counts["enrollments_ended"] += len(before) - len(staying)
        for _ in before:
            newcomer = dice.pick(ids) if dice.chance(rate / 2) else None
            if newcomer and newcomer not in before and newcomer not in staying:
                staying.append(newcomer)
                counts["enrollments_started"] += 1
        school.rosters[number] = staying


# ---------------------------------------------------------------- what real files have

def quoted(school, _, counts):
    school.schools[0]["Principal"] = "Quillmere, Corin"
    school.students[1]["Contact_name"] = 'Anna "Nan" Belwick, guardian'
    school.sections[4]["Course_description"] = 'Reading, writing,\nand "show and tell"'


def spaces(school, _, counts):
    student = school.students[2]
    student.update(First_name=f" {student['First_name']} ", Last_name=student["Last_name"] + "  ")


def blanks(school, _, counts):
    school.students[3].update(dict.fromkeys(
        ("Student_number", "State_id", "Middle_name", "Gender", "DOB", "Grade", "Graduation_year", "Student_email",
         "Username", "Contact_name", "Contact_type"), ""))
    school.teachers[0].update(Teacher_email="", Title="", Username="")


def grade_words(school, _, counts):
    student = school.students[4]
    student["Grade"] = "KG" if student["Grade"] == "Kindergarten" else student["Grade"].zfill(2)


def contacts(school, _, counts):
    school.also["students"].append(dict(school.students[5], Contact_name="Edda Thornvale", Contact_type="Aunt"))


def two_schools(school, neighbour, counts):
    """In the neighbour of the school that has the other quirks: its student comes here for a section."""
    student = dict(neighbour.students[6], School_id=school.id)
    school.also["students"].append(student)
    school.rosters[0].append(student["Student_id"])


def repeated_co_teacher(school, _, counts):
    other = school.teachers[0]["Teacher_id"]
    school.sections[2].update(Teacher_2_id=school.sections[2]["Teacher_id"], Teacher_3_id=other, Teacher_4_id=other)


def impossible_date(school, _, counts):
    school.students[7]["DOB"] = "02/29/2005"
    counts["warnings"] += 1


def unknown_co_teacher(school, _, counts):
    school.sections[3].update(Teacher_2_id=UNKNOWN_TEACHER, Teacher_3_id="", Teacher_4_id="")
    counts["warnings"] += 1


def no_last_name(school, _, counts):
    school.also["students"].append(dict(
        school.students[0], Student_id=f"0{school.id}", Student_number="", State_id="", Last_name=" ",
        Student_email="", Username=""))
    counts["rejected"] += 1


def unknown_student(school, _, counts):
    school.also["enrollments"].append(
        {"School_id": school.id, "Section_id": school.sections[0]["Section_id"], "Student_id": UNKNOWN_STUDENT})
    counts["rejected"] += 1


def repeated_section(school, _, counts):
    school.also["sections"].append(dict(school.sections[1], Teacher_id=school.teachers[0]["Teacher_id"], Period="9"))
    counts["rejected"] += 1


def unknown_teacher(school, _, counts):
    school.also["sections"].append(dict(
        school.sections[0], Section_id=f"0{school.id}", Teacher_id=UNKNOWN_TEACHER, Teacher_2_id="", Teacher_3_id=""))
    counts["rejected"] += 1


ROW_QUIRKS = {  # name: what is done, and what it is, in the order of --help
    "quoted": (quoted, "cells with commas, quotes and a line end in them"),
    "spaces": (spaces, "spaces around a name"),
    "blanks": (blanks, "every optional cell of a student blank"),
    "grade-words": (grade_words, "KG for Kindergarten, 09 for 9"),
    "contacts": (contacts, "a student repeated for a second contact"),
    "two-schools": (two_schools, "a student repeated at a second school"),
    "repeated-co-teacher": (repeated_co_teacher, "a co-teacher who is the primary one, another one named twice"),
    "impossible-date": (impossible_date, "born on 02/29/2005 (a warning)"),
    "unknown-co-teacher": (unknown_co_teacher, "a co-teacher who is not in teachers.csv (a warning)"),
    "no-last-name": (no_last_name, "a student without a family name (rejected)"),
    "unknown-student": (unknown_student, "an enrollment of a student who is not in students.csv (rejected)"),
    "repeated-section": (repeated_section, "a Section_id that stood before (rejected)"),
    "unknown-teacher": (unknown_teacher, "a section whose teacher is not in teachers.csv (rejected)"),
}
FILE_QUIRKS = {
    "line-ends": "CRLF in students.csv, bare CR in sections.csv, LF in the others",
    "bom": "a byte order mark in schools.csv",
    "headers": "columns in another order and case, and one without a name",
}
QUIRKY_SCHOOLS = 10  # the first of every ten has the row quirks, each once


def apply_quirks(school, neighbour, names, counts):
    for name, (apply, _) in ROW_QUIRKS.items():
        if name in names and school.index % QUIRKY_SCHOOLS == (1 if name == "two-schools" else 0):
            apply(school, neighbour, counts)


# ---------------------------------------------------------------- files

class Table:
    """One CSV file, written row by row."""

    def __init__(self, folder, name, quirks, shuffle=None):
        self.columns, self.rows, self.shuffle = COLUMNS[name], 0, shuffle
        self.end = {"students": "\r\n", "sections": "\r"}.get(name, "\n") if "line-ends" in quirks else "\n"
        self.file = open(folder / f"{name}.csv", "w", encoding="utf-8", newline="", buffering=1 << 20)
        if "bom" in quirks and name == "schools":
            self.file.write("\ufeff")
        header = self.columns
        if "headers" in quirks and name == "students":
            self.columns = self.columns[::-1]
            header = [column.lower() for column in self.columns]
        if "headers" in quirks and name == "teachers":
            self.columns = header = self.columns + [""]
        self.file.write(self.line(header))
        self.piles = shuffle and Piles(folder, shuffle)

    def line(self, cells):
        line = ",".join(cells)
        if '"' in line or "\n" in line or "\r" in line or line.count(",") >= len(cells):
            line = ",".join(map(self.cell, cells))
        return line + self.end

    @staticmethod
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\r\n') else text

    def add(self, rows):
        lines = [self.line([row.get(column, "") for column in self.columns]) for row in rows]
        self.rows += len(lines)
        if self.piles:
            self.piles.add(lines)
        else:
            self.file.writelines(lines)

    def close(self):
        if self.piles:
            self.piles.write(self.file)
        self.file.close()


class Piles:
    """Lines in random order without holding them all: dealt onto piles on disk, then pile after pile shuffled."""

    def __init__(self, folder, dice, number=16):
        self.dice = dice
        self.files = [tempfile.TemporaryFile("w+", encoding="utf-8", newline="", dir=folder) for _ in range(number)]

    def add(self, lines):
        for line in lines:
            self.dice.pick(self.files).write(line)

    def write(self, file):
        for pile in self.files:
            pile.seek(0)
            lines = pile.read().splitlines(keepends=True)
            self.dice.shuffle(lines)
            file.writelines(lines)
            pile.close()


# ---------------------------------------------------------------- the district

def write_district(options):
    options.folder.mkdir(parents=True, exist_ok=True)
    shuffle = Dice(options.seed, "shuffle") if options.shuffle else None
    tables = {
        name: Table(options.folder, name, options.quirks, shuffle if name == "enrollments" else None)
        for name in COLUMNS
    }
    counts = dict.fromkeys(("students", "teachers", "staff", "sections", "enrollments", "rejected", "warnings"), 0)
    changes = dict.fromkeys(
        ("students_renamed", "students_moved", "teachers_renamed", "enrollments_ended", "enrollments_started"), 0)
    neighbour, leaving = None, []
    for index in range(options.schools):
        school = School(index, options, options.seed)
        if options.changed:
            is_last = index == options.schools - 1
            leaving = change(school, options.changed, options.seed, leaving, is_last, changes)
        if neighbour:
            school.receive_visitor(neighbour)
        apply_quirks(school, neighbour, options.quirks, counts)
        write_school(school, tables, counts)
        neighbour = school
    for table in tables.values():
        table.close()
    return summary(options, tables, counts, changes)


def write_school(school, tables, counts):
    for name, table in tables.items():
        if name == "enrollments":
            table.add(school.enrollment_rows())
        else:
            table.add(getattr(school, name) + school.also[name])
    for name in ("students", "teachers", "staff", "sections"):
        counts[name] += len(getattr(school, name))
    counts["enrollments"] += sum(map(len, school.rosters))
    counts["enrollments"] += sum(len(school.taught_by(section)) for section in school.sections)


def summary(options, tables, counts, changes):
    expected = {"accounts": counts["students"] + counts["teachers"] + counts["staff"], **counts}
    result = {"expected": expected, "rows": {name: table.rows for name, table in tables.items()}}
    if options.changed:
        result["changes"] = changes
    return result


def read_options():
    quirks = "\n".join(
        f"  {name:20} {text}" for name, text in
        list(FILE_QUIRKS.items()) + [(name, text) for name, (_, text) in ROW_QUIRKS.items()])
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog="quirks:\n" + quirks)
    parser.add_argument("folder", type=Path, metavar="DIR", help="made if missing; files in it are replaced")
    parser.add_argument("--schools", type=int, required=True, metavar="N")
    parser.add_argument("--seed", type=int, required=True, metavar="S")
    parser.add_argument("--messy", action="store_true", help="all quirks; the rest of the district stays the same")
    parser.add_argument("--quirks", metavar="LIST", help="only these quirks, comma-separated; see below")
    parser.add_argument("--changed", type=float, default=0, metavar="PERCENT", help="the district after changes")
    parser.add_argument("--shuffle", action="store_true", help="enrollment rows in random order")
    for name, usual in (("students", 500), ("teachers", 25), ("sections", 200), ("staff", 2)):
        parser.add_argument(f"--{name}-per-school", type=int, default=usual, dest=name, metavar="N",
                            help=f"default {usual}")
    parser.add_argument("--enrollments-per-section", type=int, default=25, dest="enrollments", metavar="N",
                        help="default 25")
    options = parser.parse_args()
    known = set(FILE_QUIRKS) | set(ROW_QUIRKS)
    options.quirks = set(options.quirks.split(",")) if options.quirks else known if options.messy else set()
    if options.quirks - known:
        parser.error("no such quirk: " + ", ".join(sorted(options.quirks - known)))
    if options.quirks and (options.students < 9 or options.teachers < 2 or options.sections < 5):
        parser.error("quirks need at least 9 students, 2 teachers and 5 sections a school")
    if min(options.schools, options.students, options.teachers, options.sections) < 1 or options.enrollments < 0:
        parser.error("a district needs a school, a student, a teacher and a section at least")
    if not 0 <= options.changed <= 100:
        parser.error("--changed is a percentage, 0 to 100")
    return options


if __name__ == "__main__":
    print(json.dumps(write_district(read_options()), sort_keys=True))
