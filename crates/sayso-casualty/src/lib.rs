//! Casualty figures in a document: who was killed or injured, how many, how certainly, as incident or running toll.
