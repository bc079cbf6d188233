from tests.matrix import EVERYBODY, Case

MATRIX = {
    "divisions:division_search": Case(roles=EVERYBODY, data={"q": "南桥"}),
}
