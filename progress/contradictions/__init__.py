"""What in a return contradicts itself or what else is known (F34).

`facts` is what one return says and what is known beside it; each rule in `rules` and `whole` reads only that.
`selectors/contradiction_facts.py` gathers it, `services/contradictions.py` keeps what was found.
"""
