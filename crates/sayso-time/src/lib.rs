//! Time expressions in a document and the calendar dates they mean.
