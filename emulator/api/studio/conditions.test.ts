import { holds } from './conditions';

test.each([
  { type: 'equal_to', yes: ['Yes ', 'yes'], no: ['yes.', 'yes'] },
  { type: 'not_equal_to', yes: ['a', 'b'], no: ['a', 'A'] },
  { type: 'matches_any_of', yes: ['2', '1, 2'], no: ['12', '1,2'] },
  { type: 'does_not_match_any_of', yes: ['3', '1,2'], no: ['1', '1,2'] },
  { type: 'is_blank', yes: ['  ', ''], no: ['0', ''] },
  { type: 'is_not_blank', yes: ['0', ''], no: ['', ''] },
  { type: 'regex', yes: ['+4412', '^\\+44\\d+$'], no: ['+1', '^\\+44'] },
  { type: 'contains', yes: ['Big Ben', 'ben'], no: ['Big', 'ben'] },
  { type: 'does_not_contain', yes: ['Big', 'ben'], no: ['Big Ben', 'ben'] },
  { type: 'starts_with', yes: ['+4412', '+44'], no: ['+1', '+44'] },
  { type: 'does_not_start_with', yes: ['+1', '+44'], no: ['+44', '+44'] },
  { type: 'less_than', yes: ['9', '10'], no: ['10', '9'] },
  { type: 'greater_than', yes: ['10', '9'], no: ['9', '10'] },
  { type: 'is_before_time', yes: ['08:59', '9:00 AM'], no: ['2026-01-02T17:00:01Z', '17:00'] },
  { type: 'is_after_time', yes: ['5:01 pm', '17:00'], no: ['12:00 am', '00:00'] },
  {
    type: 'is_before_date',
    yes: ['2026-01-01', '2026-01-02'],
    no: ['2026-01-02T00:00:00', '2026-01-01T23:59:59Z'],
  },
  { type: 'is_after_date', yes: ['2026-01-02T00:00:01', '2026-01-02'], no: ['2025-12-31', '2026-01-01'] },
])('$type', ({ type, yes: [tested = '', value = ''], no: [other = '', against = ''] }) => {
  expect(holds(type, tested, value)).toBe(true);
  expect(holds(type, other, against)).toBe(false);
});

test.each([
  { type: 'less_than', tested: '', value: '5' },
  { type: 'greater_than', tested: 'many', value: '5' },
  { type: 'is_before_time', tested: '25:00', value: '26:00' },
  { type: 'is_after_time', tested: 'noon', value: '09:00' },
  { type: 'is_before_date', tested: 'yesterday', value: '2026-01-01' },
  { type: 'regex', tested: 'a', value: '(' },
  { type: 'toString', tested: 'a', value: 'a' },
])('what cannot be compared matches nothing: $type with "$tested"', ({ type, tested, value }) => {
  expect(holds(type, tested, value)).toBe(false);
});
