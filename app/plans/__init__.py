"""Plans: patrol areas, rosters of teams, and the rounds that follow from them. Of teams, never of persons."""
