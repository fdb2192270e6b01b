//! What documents become, element by element.
