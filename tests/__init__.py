"""The tests of SurveyGO; conftest.py holds what they share."""
