"""First passwords: made by chance, shown once, good for one sign-in."""

import secrets

# Without the characters that are mistaken for each other on paper: 0 O o, 1 l I.
LOWER, UPPER, DIGITS, SIGNS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "!@#%+-=?"
LENGTH = 12


def first_password() -> str:
    """Twelve characters with all four classes (FourClassesValidator)."""
    classes = (LOWER, UPPER, DIGITS, SIGNS)
    characters = [secrets.choice(kind) for kind in classes]
    characters += [secrets.choice("".join(classes)) for _ in range(LENGTH - len(classes))]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)
