"""Pages for people: server-rendered, in English and Chinese, with nothing from anywhere else.

Every page asks the same query layer as the JSON routes do, so what a member may see is judged in one place.
"""
