"""JSON routes: each states its rule, asks the query layer, and answers with what that gave."""
