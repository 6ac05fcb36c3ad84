-- What an operation is called and which category it belongs to, for events that do not say so.
-- Versioned rows: the highest version of an operation holds.
CREATE TABLE IF NOT EXISTS operation_catalog {{on_cluster}} (
  operation   String,
  category    String,
  description String,
  version     UInt64                       -- epoch milliseconds; 1 for what is seeded here
) ENGINE = {{replicated}}MergeTree
ORDER BY (operation, version);

INSERT INTO operation_catalog (operation, category, description, version) VALUES
  ('scriptWrite',         'AI Generation',    'Tool: scriptWrite', 1),
  ('storyboardCreate',    'AI Generation',    'Tool: storyboardCreate', 1),
  ('creativeBrief',       'AI Generation',    'Tool: creativeBrief', 1),
  ('brandStyleGenerator', 'AI Generation',    'Tool: brandStyleGenerator', 1),
  ('keyframeGenerate',    'Image Generation', 'Tool: keyframeGenerate', 1),
  ('voiceoverGenerate',   'Audio Generation', 'Tool: voiceoverGenerate', 1),
  ('researcher',          'Research',         'Tool: researcher', 1),
  ('image_generation',    'Image Generation', 'Image generation', 1),
  ('variation',           'Image Generation', 'Variation of an image', 1),
  ('combination',         'Image Generation', 'Combination of images', 1),
  ('detection',           'Image Analysis',   'Detection in an image', 1),
  ('export',              'Export',           'Export of files', 1),
  ('purchase',            'Billing',          'Credit purchase', 1),
  ('refund',              'Billing',          'Refund of a failed operation', 1),
  ('bonus',               'Billing',          'Bonus credits', 1);
