"""Questions to the tables, answered as dataclasses: one layer under the JSON routes and the HTML pages alike.

Every function takes a `View` (connection, asker, names) and judges the asker's part in what it is asked for; words that
only sealed records have (an order's reference, names of milestones and parts) are there when the asker's member may
read them, and None otherwise.
"""
