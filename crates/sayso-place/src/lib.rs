//! Place names in a document and the places they mean; the packed gazetteer.
