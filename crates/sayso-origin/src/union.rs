//! Disjoint sets whose representative is always the smallest member.

pub(crate) struct Union(Vec<usize>);

impl Union {
    pub(crate) fn new(size: usize) -> Union {
        Union((0..size).collect())
    }

    pub(crate) fn find(&mut self, item: usize) -> usize {
        let mut root = item;
        while self.0[root] != root {
            root = self.0[root];
        }
        let mut at = item;
        while self.0[at] != root {
            at = std::mem::replace(&mut self.0[at], root);
        }
        root
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}
