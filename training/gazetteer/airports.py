"""Makes data/places/airports.txt: airports with scheduled codes, and air bases, with their points.

usage: python3 airports.py AIRPORTS_CSV > data/places/airports.txt
The table is airports.csv of the PyPI package airportsdata 20260905.
"""

import collections
import csv
import sys

HEAD = """\
# Airports and air bases by country: names parted by "=", the first the one shown, then latitude and longitude.
# From the PyPI package airportsdata 20260905 (MIT). Other names of an air base, and the name by its only city, are added here."""
SITES = ("airport", "airbase", "air base", "airfield", "air field", "aerodrome")
BASES = ("airbase", "air base", "army air field", "air force base", "naval air base")


def main(table):
    rows = [row for row in csv.DictReader(open(table)) if wanted(row)]
    cities = collections.Counter((row["country"], row["city"]) for row in rows)
    countries = collections.defaultdict(dict)
    for row in rows:
        names = [row["name"]] + others(row, cities[row["country"], row["city"]] == 1)
        countries[row["country"]].setdefault(row["name"], f"{'='.join(names)} {float(row['lat']):.3f} {float(row['lon']):.3f}")
    print(HEAD)
    for country in sorted(countries):
        print(f"{country}: " + "; ".join(countries[country][name] for name in sorted(countries[country])))


def wanted(row):
    name = row["name"].lower()
    plain = not any(mark in row["name"] for mark in ";=/(")
    return plain and name.endswith(SITES) and len(name.split()) > 1 and (bool(row["iata"]) or name.endswith(BASES))


def others(row, only):
    """The other words for the same site: "X Airbase" beside "X Air Base", "City Airport" where the city has one."""
    name, city = row["name"], row["city"]
    found = []
    for base in BASES:
        if name.lower().endswith(" " + base):
            stem = name[: -len(base) - 1]
            found = [f"{stem} {word}" for word in ("Air Base", "Airbase", "Airport", "Airfield", "Military Airport")]
            break
    if only and city and name.lower().endswith("airport") and city.replace("-", " ").isprintable():
        found += [f"{city} Airport", f"{city} International Airport"]
    return [other for other in dict.fromkeys(found) if other.lower() != name.lower() and not any(mark in other for mark in ";=/(")]


if __name__ == "__main__":
    main(*sys.argv[1:])
