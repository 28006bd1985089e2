//! Claims to the forms that people and tools read: table, JSON, CSV, annotation lines.
